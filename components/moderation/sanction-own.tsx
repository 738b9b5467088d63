'use client';

import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { isolate } from '@/components/isolate';
import { Badge } from '@/components/ui/badge';
import { When } from '@/components/when';
import { momentText } from '@/messages/dates';
import { HIDEABLE_PARTS } from '@/server/moderation/catalog';
import type { OwnSanction } from '@/server/moderation/sanction-facts';
import { AppealForm } from './appeal-form';
import { isRule } from './case-rules';
import { Quoted } from './quoted';

/**
 * What was done about oneself, or about a group that one owns: what it means, by which rule, in whose words, until when; and what can
 * be said against it.
 * @param withAppeal once a case: further sanctions of it say nothing of it
 */
function OwnSanctionRow({ sanction, withAppeal }: { sanction: OwnSanction; withAppeal: boolean }) {
  const t = useTranslations('standing');
  const rules = useTranslations('standing.rules');
  const zone = { locale: useLocale(), timeZone: useTimeZone() };
  const { caseId, kind, rule, words, hides, about, group, startsAt, endsAt, endedAt, endedHow } = sanction;
  const names = hides.map((part) => t(`parts.${HIDEABLE_PARTS.find((one) => one === part) ?? 'message'}`));
  return (
    <li className="flex flex-col gap-2 py-4 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <h3 className="text-base">{t(`kinds.${kind}.name`)}</h3>
        {endedHow ? (
          <Badge>{t(`ended.${endedHow}`)}</Badge>
        ) : (
          kind !== 'warning' && <Badge tone="warning">{t('inForce')}</Badge>
        )}
      </div>
      {/* Of what is over it would not be true any more. */}
      {endedHow === null && <p className="readable text-md">{t(`kinds.${kind}.text`)}</p>}
      {words && <Quoted words={words} className="text-md" />}
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-md">
        <Fact term={t('about')}>{t(`subjects.${about}`, { name: isolate(group?.name ?? '') })}</Fact>
        {isRule(rule) && <Fact term={t('rule')}>{rules(rule)}</Fact>}
        {names.length > 0 && (
          <Fact term={t('hidden')}>
            {new Intl.ListFormat(zone.locale, { type: 'conjunction' }).format(names)}
          </Fact>
        )}
        <Fact term={t('since')}>
          <When at={startsAt} />
        </Fact>
        {kind !== 'warning' && (
          <Fact term={t('until')}>
            {(endedAt ?? endsAt)
              ? momentText({ ...zone, at: new Date(endedAt ?? endsAt ?? '') })
              : t('withoutEnd')}
          </Fact>
        )}
      </dl>
      {withAppeal && (
        <AppealForm caseId={caseId} appealUntil={sanction.appealUntil} appeal={sanction.appeal} />
      )}
    </li>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-text-muted">{term}</dt>
      <dd className="wrap-anywhere min-w-0">{children}</dd>
    </>
  );
}

/** A list of them; of each case the first that one can appeal against, or has, offers it or tells of it. */
export function OwnSanctionList({ sanctions, label }: { sanctions: OwnSanction[]; label: string }) {
  const firsts = new Map(
    sanctions
      .filter(({ appealUntil, appeal }) => appealUntil !== null || appeal !== null)
      .toReversed()
      .map(({ caseId, id }) => [caseId, id]),
  );
  return (
    <ul aria-label={label} className="divide-y">
      {sanctions.map((sanction) => (
        <OwnSanctionRow
          key={sanction.id}
          sanction={sanction}
          withAppeal={firsts.get(sanction.caseId) === sanction.id}
        />
      ))}
    </ul>
  );
}
