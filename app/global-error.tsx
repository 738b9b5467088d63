'use client';

import { LazyBrokenPage } from '@/components/lazy-broken-page';

/** When even the frame could not be drawn. */
export default function GlobalError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <html lang="en">
      <body>
        <LazyBrokenPage error={error} onRetry={reset} />
      </body>
    </html>
  );
}
