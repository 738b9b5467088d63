'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { refusalOf } from '@/components/refusal';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import { useRefusalWords } from '@/components/use-refusal-words';
import type { Pages } from './use-pages';

interface Props {
  title: string;
  read: { isPending: boolean; error: unknown; isFetching: boolean; refetch: () => unknown };
  children: ReactNode;
}

/** A part of a card of access under its heading: rows while it loads, why it could not be read, or what there is. */
export function Part({ title, read, children }: Props) {
  const errors = useTranslations('errors');
  const words = useRefusalWords();
  const body = () => {
    if (read.isPending) return <SkeletonRows label={title} />;
    if (!read.error) return children;
    return (
      <ErrorState
        title={words(refusalOf(read.error))}
        retryLabel={errors('retry')}
        retrying={read.isFetching}
        onRetry={() => void read.refetch()}
      />
    );
  };
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <h3 className="font-medium text-md">{title}</h3>
      {body()}
    </div>
  );
}

/** Goes on with a list. */
export function MoreButton({ pages }: { pages: Pages }) {
  const t = useTranslations('grants');
  const words = useRefusalWords();
  if (!pages.hasMore) return null;
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button size="sm" loading={pages.loadingMore} onClick={pages.loadMore}>
        {t('more')}
      </Button>
      <p role="status" className="text-danger-text text-sm">
        {pages.moreError ? words(refusalOf(pages.moreError)) : ''}
      </p>
    </div>
  );
}
