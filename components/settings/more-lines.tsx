'use client';

import { useTranslations } from 'next-intl';
import type { Refusal } from '@/components/refusal';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { useRefusalWords } from '@/components/use-refusal-words';

interface Props {
  /** How far it was looked at, and how to go on. */
  list: { hasMore: boolean; loading: boolean; refusal: Refusal | undefined; loadMore: () => Promise<void> };
  label: string;
}

/** The end of a list that goes on at a press: the button, or why the next part could not be read, and Retry. */
export function MoreLines({ list, label }: Props) {
  const errors = useTranslations('errors');
  const words = useRefusalWords();
  const { hasMore, loading, refusal, loadMore } = list;
  if (refusal)
    return <ErrorState title={words(refusal)} retryLabel={errors('retry')} onRetry={() => void loadMore()} />;
  if (!hasMore) return null;
  return (
    <div className="mt-4 flex justify-center">
      <Button loading={loading} onClick={() => void loadMore()}>
        {label}
      </Button>
    </div>
  );
}
