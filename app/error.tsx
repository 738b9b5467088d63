'use client';

import { LazyBrokenPage } from '@/components/lazy-broken-page';

export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return <LazyBrokenPage error={error} onRetry={reset} />;
}
