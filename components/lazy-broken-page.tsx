import { useEffect, useState } from 'react';
import type { BrokenPage } from './broken-page';

/** What a page shows that could not be drawn. Every page carries this along, so the rest comes when it is needed. */
export function LazyBrokenPage({
  error,
  onRetry,
}: {
  error: Error & { digest?: string };
  onRetry: () => void;
}) {
  const [Page, setPage] = useState<typeof BrokenPage>();
  useEffect(() => {
    import('./broken-page').then(
      (module) => setPage(() => module.BrokenPage),
      () => location.reload(),
    );
  }, []);
  return Page && <Page digest={error.digest} onRetry={onRetry} />;
}
