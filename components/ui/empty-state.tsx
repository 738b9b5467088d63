import type { ReactNode } from 'react';

type Props = {
  icon?: ReactNode | undefined;
  /** What would be here. */
  title: string;
  text?: ReactNode | undefined;
  /** The first step. */
  action?: ReactNode | undefined;
};

/** Nothing here yet: says what would be, and offers the first step. */
export function EmptyState({ icon, title, text, action }: Props) {
  return (
    <div className="flex flex-col items-center gap-1 px-4 py-6 text-center">
      {icon !== undefined && (
        <span
          aria-hidden="true"
          className="mb-3 grid size-10 place-items-center rounded-lg border bg-surface-sunken text-text-muted [&_svg]:size-5"
        >
          {icon}
        </span>
      )}
      <p className="font-medium text-base">{title}</p>
      {text !== undefined && <p className="max-w-100 text-md text-text-muted">{text}</p>}
      {action !== undefined && <div className="mt-4">{action}</div>}
    </div>
  );
}
