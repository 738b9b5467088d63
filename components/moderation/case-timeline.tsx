import { useTranslations } from 'next-intl';
import { isolate } from '@/components/isolate';
import { Card } from '@/components/ui/card';
import { When } from '@/components/when';
import type { CaseEvent } from '@/server/moderation/case-timeline';
import { isRule, isSanctionKind } from './case-rules';

/** Everything that happened to a case, the first first. */
export function CaseTimeline({ events, isOfGroup }: { events: CaseEvent[]; isOfGroup: boolean }) {
  const t = useTranslations('cases');
  const wordsOf = (kind: CaseEvent['kind']) =>
    isOfGroup && kind === 'appealed' ? 'events.appealedGroup' : (`events.${kind}` as const);
  return (
    <Card title={t('timeline')}>
      {events.length === 0 ? (
        <p className="text-md text-text-muted">{t('noEvents')}</p>
      ) : (
        <ol className="flex flex-col gap-3 border-s ps-4">
          {events.map(({ id, kind, at, by, details }) => (
            <li key={id} className="text-md">
              <p>
                {by
                  ? t(wordsOf(kind), { name: isolate(by.displayName), named: 'yes' })
                  : t(wordsOf(kind), { name: '', named: 'no' })}
              </p>
              {(kind === 'acted' || kind === 'sanctionEnded') && isSanctionKind(details.kind) && (
                <p className="text-text-muted">
                  {t(`sanctionKinds.${details.kind}`)}
                  {details.rule && isRule(details.rule) && ` · ${t(`rules.${details.rule}`)}`}
                </p>
              )}
              {details.reason && (
                <bdi dir="auto" className="readable wrap-anywhere block whitespace-pre-wrap text-text-muted">
                  {details.reason}
                </bdi>
              )}
              <p className="text-sm text-text-muted">
                <When at={at} />
              </p>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
