'use client';

/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions -- the keys of a list are those of whatever has the focus in it */

import { CircleCheckBig, SearchX } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { useState, useTransition } from 'react';
import { listKeys } from '@/components/admin/list-keys';
import { MoreLines } from '@/components/settings/more-lines';
import { useKeptRow } from '@/components/settings/use-kept-row';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { Holder } from '@/server/errors';
import type { CaseCounts } from '@/server/moderation/case-list';
import { BulkBar, BulkOutcome, useBulk } from './queue-bulk';
import { QUEUE_FILTERS, type QueueFilters } from './queue-filters';
import { KeysDialog } from './queue-keys-dialog';
import { QueueStates } from './queue-states';
import { QueueTable } from './queue-table';
import { QueueTokens } from './queue-tokens';
import { type QueuePage, useQueue } from './use-queue';

interface Props {
  first: QueuePage & { counts: CaseCounts };
  filters: QueueFilters;
  me: Holder;
}

/** The queue of the moderators, with what narrows it; what is chosen there stands in the address. */
export function Queue({ first, filters, me }: Props) {
  const t = useTranslations('cases');
  const [reading, startReading] = useTransition();
  // At once in what was pressed; the list follows when it was read.
  const [wished, setFilters] = useQueryStates(QUEUE_FILTERS, {
    shallow: false,
    history: 'push',
    startTransition: startReading,
  });
  const [help, setHelp] = useState(false);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const queue = useQueue({ first, filters });
  const { cases } = queue;
  const bulk = useBulk({
    cases,
    change: (ids, action) => queue.change(ids, action, me),
    onDone: () => setChosen(new Set()),
  });
  const kept = useKeptRow<HTMLDivElement>(cases.map(({ id }) => id).join(' '));
  const decided = filters.state !== 'open';
  // One that went meanwhile is not done anything with.
  const still = cases.filter(({ id }) => chosen.has(id)).map(({ id }) => id);

  const narrow = (wish: Partial<QueueFilters>) => {
    setChosen(new Set());
    void setFilters(wish);
  };
  const choose = (id: string) =>
    setChosen((now) => new Set(now.has(id) ? [...now].filter((one) => one !== id) : [...now, id]));

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend.
    <div
      {...kept}
      role="group"
      aria-label={t('title')}
      tabIndex={-1}
      onKeyDown={listKeys({
        select: (id) => !decided && choose(id),
        claim: (id) => !decided && void bulk.run([id], 'claim'),
        help: () => setHelp(true),
      })}
      className="flex flex-col gap-4 outline-none"
    >
      <QueueStates counts={first.counts} state={wished.state} onChange={(state) => narrow({ state })} />
      <QueueTokens filters={wished} onChange={narrow} />
      {bulk.outcome && <BulkOutcome outcome={bulk.outcome} onClose={bulk.forget} />}
      <div aria-busy={reading} className={reading ? 'opacity-60' : undefined}>
        {cases.length === 0 ? (
          <Nothing filters={filters} />
        ) : (
          <QueueTable
            cases={cases}
            decided={decided}
            me={me.userId}
            chosen={chosen}
            onChoose={choose}
            onChooseAll={() =>
              setChosen(still.length === cases.length ? new Set() : new Set(cases.map(({ id }) => id)))
            }
          />
        )}
      </div>
      {queue.loading && <SkeletonRows label={t('loading')} />}
      <MoreLines list={queue} label={t('more')} />
      {still.length > 0 && (
        <BulkBar
          count={still.length}
          doing={bulk.doing}
          onDo={(action) => void bulk.run(still, action)}
          onClear={() => setChosen(new Set())}
        />
      )}
      <p className="pointer-coarse:hidden">
        <Button size="sm" variant="ghost" aria-haspopup="dialog" onClick={() => setHelp(true)}>
          {t('keys.show')}
        </Button>
      </p>
      <KeysDialog open={help} onClose={() => setHelp(false)} />
    </div>
  );
}

const NOTHING = {
  open: 'nothingWaits',
  appealed: 'nothingAppealed',
  resolved: 'nothingDecided',
} as const;

/** Why the list is empty: because nothing waits, or because nothing is what one looks for. */
function Nothing({ filters: { state, ...narrowing } }: { filters: QueueFilters }) {
  const t = useTranslations('cases');
  const isNarrowed = Object.values(narrowing).some((value) => value !== null);
  const name = isNarrowed ? 'nothingFound' : NOTHING[state];
  return (
    <div className="rounded-lg border bg-surface p-4">
      <EmptyState
        icon={isNarrowed ? <SearchX /> : <CircleCheckBig />}
        title={t(`${name}.title`)}
        text={t(`${name}.text`)}
      />
    </div>
  );
}
