'use client';

import { UserRound } from 'lucide-react';
import { useState } from 'react';
import { hueOf, initialsOf } from './avatar-initials';
import { cn } from './cn';

declare module 'react' {
  interface CSSProperties {
    '--avatar-hue'?: number | undefined;
  }
}

type Props = {
  /** Decides the colour; the same for ever. */
  id: string;
  name: string;
  /** A square picture; without it, and when it does not come, the initials show. */
  src?: string | undefined;
  /** The same picture in other widths; the browser takes the one that fits `size`. */
  srcSet?: string | undefined;
  size?: 'xs' | 'sm' | 'md' | 'lg' | 'xl' | undefined;
  /** Only where it tells more than the name beside it: then it is an image of that name. */
  label?: string | undefined;
  className?: string | undefined;
};

const sizes = {
  xs: 'size-5 text-[0.5625rem]',
  sm: 'size-7 text-[0.6875rem]',
  md: 'size-9 text-sm',
  lg: 'size-14 text-xl',
  xl: 'size-24 text-[2rem]',
};
const pixels = { xs: 20, sm: 28, md: 36, lg: 56, xl: 96 };

/** A person's picture, or their initials on a colour of their own; decoration unless `label` is given. */
export function Avatar({ id, name, src, srcSet, size = 'md', label, className }: Props) {
  const [missing, setMissing] = useState<string>();
  const shape = cn('shrink-0 select-none rounded-full', sizes[size], className);
  if (src !== undefined && src !== missing) {
    return (
      // biome-ignore lint/performance/noImgElement: sizes are made at upload; the optimizer would only add a hop.
      <img
        ref={(image) => {
          // It may have failed before anybody listened.
          if (image?.complete && image.naturalWidth === 0) setMissing(src);
        }}
        onError={() => setMissing(src)}
        src={src}
        srcSet={srcSet}
        sizes={srcSet && `${pixels[size]}px`}
        alt={label ?? ''}
        width={pixels[size]}
        height={pixels[size]}
        decoding="async"
        className={cn(shape, 'bg-surface-sunken object-cover')}
      />
    );
  }
  const initials = initialsOf(name);
  return (
    <span
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
      style={{ '--avatar-hue': hueOf(id) }}
      className={cn(
        shape,
        'inline-grid place-items-center avatar-colors border border-transparent font-semibold leading-none',
      )}
    >
      {initials === '' ? <UserRound aria-hidden="true" className="size-1/2" /> : <bdi>{initials}</bdi>}
    </span>
  );
}
