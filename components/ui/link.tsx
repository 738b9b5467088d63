'use client';

import NextLink from 'next/link';
import { type ComponentProps, useState } from 'react';

/**
 * A link within the product. What it leads to is fetched ahead once the pointer or the focus comes to it, and not because it
 * stands on the page: a navigation of a dozen links would have the server draw a dozen pages for each that is read.
 * `prefetch={false}` in rows, over which a pointer passes on its way.
 */
export function Link({ prefetch, onPointerEnter, onFocus, ...props }: ComponentProps<typeof NextLink>) {
  const [meant, setMeant] = useState(false);
  return (
    <NextLink
      {...props}
      prefetch={meant ? (prefetch ?? 'auto') : false}
      onPointerEnter={(event) => {
        setMeant(true);
        onPointerEnter?.(event);
      }}
      onFocus={(event) => {
        setMeant(true);
        onFocus?.(event);
      }}
    />
  );
}
