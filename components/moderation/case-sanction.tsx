import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { isolate } from '@/components/isolate';
import { Badge } from '@/components/ui/badge';
import { momentText } from '@/messages/dates';
import type { CaseSanction } from '@/server/moderation/case-sanctions';
import { isRule } from './case-rules';
import { EndSanction } from './sanction-end';

/** One thing that was done about somebody: by which rule, until when, by whom, in which words. */
export function SanctionRow({ sanction }: { sanction: CaseSanction }) {
  const t = useTranslations('cases');
  const zone = { locale: useLocale(), timeZone: useTimeZone() };
  const moment = (at: string) => momentText({ ...zone, at: new Date(at) });
  const { id, kind, rule, words, startsAt, endsAt, endedAt, endedHow, by, ofThisCase } = sanction;
  const end = endedAt ?? endsAt;
  return (
    <li className="flex flex-col gap-1 py-3 text-md first:pt-0 last:pb-0">
      <p tabIndex={-1} className="flex flex-wrap items-center gap-2 outline-none">
        <span className="font-medium">{t(`sanctionKinds.${kind}`)}</span>
        {isRule(rule) && <span className="text-text-muted">{t(`rules.${rule}`)}</span>}
        {ofThisCase && <Badge>{t('ofThisCase')}</Badge>}
        {endedHow ? (
          <Badge>{t(`ended.${endedHow}`)}</Badge>
        ) : (
          kind !== 'warning' && <Badge tone="warning">{t('inForce')}</Badge>
        )}
      </p>
      <p className="text-sm text-text-muted">
        {t('sanctionDates', {
          start: moment(startsAt),
          end: end === null ? '' : moment(end),
          shown: kind === 'warning' ? 'start' : end === null ? 'open' : 'both',
        })}
        {by && ` · ${isolate(by.displayName)}`}
      </p>
      {words && (
        <bdi dir="auto" className="readable wrap-anywhere whitespace-pre-wrap text-text-muted">
          {words}
        </bdi>
      )}
      <EndSanction id={id} kind={kind} isOver={endedHow !== null} />
    </li>
  );
}
