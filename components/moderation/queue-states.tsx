'use client';

import { useFormatter, useTranslations } from 'next-intl';
import type { CaseCounts } from '@/server/moderation/case-list';

type State = 'open' | 'appealed' | 'resolved';

interface Props {
  counts: CaseCounts;
  state: State;
  onChange: (state: State) => void;
}

/** Cases that wait, those with an appeal that waits, and those that are decided, with how many there are of each. */
export function QueueStates({ counts, state, onChange }: Props) {
  const t = useTranslations('cases');
  const format = useFormatter();
  const shown = (count: number) => (count >= 1000 ? t('thousand') : format.number(count));
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend. */}
      <div
        role="group"
        aria-label={t('filters.state')}
        className="flex gap-1 rounded-md border bg-surface p-1"
      >
        {(['open', 'appealed', 'resolved'] as const).map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={state === name}
            onClick={() => onChange(name)}
            className="min-h-8 cursor-pointer rounded-sm px-3 text-sm hover:bg-surface-hover aria-pressed:bg-surface-hover aria-pressed:font-medium pointer-coarse:min-h-11"
          >
            {t(`tabs.${name}`)} <span className="tabular text-text-muted">{shown(counts[name])}</span>
          </button>
        ))}
      </div>
      <p className="text-sm text-text-muted">
        {t('counts', { mine: shown(counts.mine), free: shown(counts.unclaimed) })}
      </p>
    </div>
  );
}
