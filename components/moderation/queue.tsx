'use client';

/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions -- the keys of a list are those of whatever has the focus in it */

import { CircleCheckBig, SearchX } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { useEffect, useState, useTransition } from 'react';
import { listKeys, takesLetters } from '@/components/admin/list-keys';
import { useChoice } from '@/components/admin/use-choice';
import { MoreLines } from '@/components/settings/more-lines';
import { useKeptRow } from '@/components/settings/use-kept-row';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { Holder } from '@/server/errors';
import type { CaseCounts } from '@/server/moderation/case-list';
import { MAX_CASES } from '@/server/moderation/rules';
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
  const queue = useQueue({ first, filters });
  const { cases } = queue;
  const choice = useChoice({ ids: cases.map(({ id }) => id), most: MAX_CASES });
  const bulk = useBulk({
    cases,
    change: (ids, action) => queue.change(ids, action, me),
    onDone: choice.clear,
  });
  const kept = useKeptRow<HTMLDivElement>(cases.map(({ id }) => id).join(' '));
  const decided = filters.state !== 'open';

  useEffect(() => {
    // Wherever the focus is, but for where one writes and in a window over the page.
    function onKey({ key, ctrlKey, metaKey, altKey, target }: KeyboardEvent) {
      if (key !== '?' || ctrlKey || metaKey || altKey || !(target instanceof HTMLElement)) return;
      if (!takesLetters(target) && !target.closest('[role=dialog], [role=alertdialog]')) setHelp(true);
    }
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);

  const narrow = (wish: Partial<QueueFilters>) => {
    choice.clear();
    void setFilters(wish);
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend.
    <div
      {...kept}
      role="group"
      aria-label={t('title')}
      tabIndex={-1}
      onKeyDown={listKeys({
        select: (id, upTo) => !decided && choice.choose(id, upTo),
        claim: (id) => !decided && void bulk.run([id], 'claim'),
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
            chosen={choice.chosen}
            onChoose={choice.choose}
            onChooseAll={choice.chooseAll}
          />
        )}
      </div>
      {queue.loading && <SkeletonRows label={t('loading')} />}
      <MoreLines list={queue} label={t('more')} />
      {choice.ids.length > 0 && (
        <BulkBar
          count={choice.ids.length}
          doing={bulk.doing}
          onDo={(action) => void bulk.run(choice.ids, action)}
          onClear={choice.clear}
        />
      )}
      <p className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 text-sm text-text-muted pointer-coarse:hidden">
        {t('keys.hint')}
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
