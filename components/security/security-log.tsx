'use client';

import { History } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import { useRefusalWords } from '@/components/use-refusal-words';
import { EVENT_GROUPS, LOG_DAYS } from '@/server/security/catalog';
import { EventDays } from './event-days';
import { UnreadCard } from './unread-card';
import { type EventPage, useEvents } from './use-events';

/** What happened around a person's ways in: by day, filtered, and further back at a press. */
export function SecurityLog({ first }: { first: EventPage | undefined }) {
  const title = useTranslations('securityCards')('securityLog');
  if (!first) return <UnreadCard id="securityLog" title={title} />;
  return <Log first={first} title={title} />;
}

function Log({ first, title }: { first: EventPage; title: string }) {
  const t = useTranslations('securityLog');
  const errors = useTranslations('errors');
  const words = useRefusalWords();
  const log = useEvents(first);
  return (
    <Card id="securityLog" title={title} description={t('text', { days: LOG_DAYS })}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend, and these are no fields. */}
      <div role="group" aria-label={t('filter')} className="flex flex-wrap gap-2">
        {([undefined, ...EVENT_GROUPS] as const).map((group) => (
          <Button
            key={group ?? 'all'}
            size="sm"
            variant={log.group === group ? 'secondary' : 'ghost'}
            aria-pressed={log.group === group}
            onClick={() => log.show(group)}
          >
            {t(group ?? 'all')}
          </Button>
        ))}
      </div>
      {log.state === 'loading' && <SkeletonRows label={t('loading')} />}
      {log.refusal && (
        <ErrorState title={words(log.refusal)} retryLabel={errors('retry')} onRetry={log.retry} />
      )}
      {log.state === 'ready' && log.events.length === 0 && (
        <EmptyState
          icon={<History />}
          title={t(log.group ? 'emptyFiltered' : 'empty')}
          text={log.group ? undefined : t('emptyText')}
        />
      )}
      {log.events.length > 0 && <EventDays events={log.events} />}
      {log.hasMore && !log.refusal && (
        <Button className="self-center" loading={log.state === 'loadingMore'} onClick={log.loadMore}>
          {t('more')}
        </Button>
      )}
    </Card>
  );
}
