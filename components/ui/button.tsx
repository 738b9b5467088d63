import { clsx } from 'clsx';
import { type ComponentProps, cloneElement, type MouseEvent, type ReactElement } from 'react';
import { Spinner } from './spinner';

const base =
  'relative inline-flex shrink-0 cursor-pointer select-none items-center justify-center gap-2 border text-center font-medium transition-colors disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-not-allowed pointer-coarse:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0';
const variants = {
  primary: 'border-transparent bg-accent text-accent-text not-disabled:hover:bg-accent-hover',
  secondary: 'border-border-strong/60 bg-surface text-text shadow-raised not-disabled:hover:bg-surface-hover',
  ghost: 'border-transparent text-text not-disabled:hover:bg-surface-hover',
  danger: 'border-transparent bg-danger text-accent-text not-disabled:hover:bg-danger-hover',
};
const sizes = {
  md: 'min-h-9 rounded-md px-3.5 py-1.5 text-md',
  sm: 'min-h-8 rounded-sm px-2.5 py-1 text-sm',
  icon: 'size-9 rounded-md p-0 text-md pointer-coarse:size-11',
};

type Look = { variant?: keyof typeof variants | undefined; size?: keyof typeof sizes | undefined };

/** The classes of a button, for the rare element that cannot be a Button. */
export function buttonClasses({ variant = 'secondary', size = 'md' }: Look = {}) {
  return clsx(base, variants[variant], sizes[size]);
}

type Props = ComponentProps<'button'> &
  Look & {
    /** Keeps width, name and focus; shows a ring and ignores presses. */
    loading?: boolean | undefined;
    /** Renders as this element instead, e.g. `<Link href="/sign-up" />`. */
    render?: ReactElement<{ className?: string; children?: unknown }>;
  };

/** A button, `type="button"` unless told otherwise. With size `icon` it needs an `aria-label`. */
export function Button({ variant, size, loading = false, render, className, children, ...props }: Props) {
  const classes = clsx(buttonClasses({ variant, size }), className);
  if (render) {
    return cloneElement(render, { ...props, className: classes, children });
  }
  return (
    <button
      type="button"
      {...props}
      {...(loading && { 'aria-busy': true, 'aria-disabled': true, onClick: ignore })}
      className={classes}
    >
      {loading ? (
        <>
          {/* Faded, not removed: the button keeps its name and its width. */}
          <span className="inline-flex items-center gap-2 opacity-0">{children}</span>
          <Spinner className="absolute" />
        </>
      ) : (
        children
      )}
    </button>
  );
}

/** Not `disabled`, which would drop the focus; so a press must also not submit the form. */
function ignore(event: MouseEvent) {
  event.preventDefault();
}
