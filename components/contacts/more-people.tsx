'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useEffectEvent, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { useRefusalWords } from '@/components/use-refusal-words';
import type { usePeople } from './use-people';

interface Props {
  pages: Pick<ReturnType<typeof usePeople>, 'hasMore' | 'loading' | 'refusal' | 'loadMore'> & {
    people: readonly unknown[];
  };
  /** The name of the list. */
  list: string;
}

/** Loads the next page of a list, below it. The focus goes to the first of those who came, from whom one reads on. */
export function MorePeople({ pages, list }: Props) {
  const t = useTranslations('contacts');
  const errors = useTranslations('errors');
  const words = useRefusalWords();
  const place = useRef<HTMLDivElement>(null);
  const shownBefore = useRef<number>(undefined);
  const { people, hasMore, loading, refusal, loadMore } = pages;

  const focusNext = useEffectEvent(() => {
    const before = shownBefore.current;
    if (before === undefined) return;
    shownBefore.current = undefined;
    const rows = place.current?.parentElement?.querySelectorAll<HTMLElement>('[data-row]');
    // Where nobody came, there is a button to try again.
    (rows?.[before] ?? place.current?.querySelector('button'))?.focus({ preventScroll: true });
  });
  useEffect(() => {
    if (!loading) focusNext();
  }, [loading]);

  function load() {
    shownBefore.current = people.length;
    void loadMore();
  }

  return (
    <div ref={place} className="flex justify-center pt-4 empty:hidden">
      {refusal && <ErrorState title={words(refusal)} retryLabel={errors('retry')} onRetry={load} />}
      {hasMore && !refusal && (
        <Button loading={loading} aria-label={t('showMoreOf', { list })} onClick={load}>
          {t('showMore')}
        </Button>
      )}
    </div>
  );
}
