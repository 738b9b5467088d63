'use client';

import { useTranslations } from 'next-intl';
import { DescriptionList } from '@/components/ui/description-list';
import { linkClasses } from '@/components/ui/plain-link';
import type { NotificationType } from '@/server/notifications/catalog';
import type { ToldDecision } from '@/server/notifications/types';
import { anchorOf } from './settings-anchor';
import { useDayTime } from './settings-clock-words';
import { useRuleWords } from './settings-rule-words';

/** Channel by channel, in words, each with the rule that says so and the way to it. */
export function SettingsDecisions({
  type,
  decisions,
}: {
  type: NotificationType;
  decisions: ToldDecision[];
}) {
  const t = useTranslations('notificationSettings');
  const ruleWords = useRuleWords();
  const outcome = useOutcomeWords();
  return (
    <section aria-label={t('simulate.result')} aria-live="polite" className="border-t pt-4">
      <DescriptionList
        items={decisions.map((decision) => ({
          term: t(`channels.${decision.channel}`),
          details: (
            <>
              {outcome(decision)}
              {decision.outcome !== 'unused' && (
                <>
                  {' '}
                  <a href={`#${anchorOf(decision.rule, type)}`} className={linkClasses}>
                    {ruleWords(decision.rule, type)}
                  </a>
                </>
              )}
            </>
          ),
        }))}
      />
    </section>
  );
}

function useOutcomeWords() {
  const t = useTranslations('notificationSettings.simulate');
  const dayTime = useDayTime();
  const moment = (at: string) => dayTime(new Date(at));
  return (decision: ToldDecision) => {
    if (decision.outcome === 'held') return t('held', { moment: moment(decision.until) });
    if (decision.outcome === 'bundled') return t('bundled', { moment: moment(decision.at) });
    return t(decision.outcome);
  };
}
