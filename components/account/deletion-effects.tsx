'use client';

import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { dateText } from '@/messages/dates';
import { DATA_KINDS, type DeletionImpact } from '@/server/leaving/catalog';

/** What goes with an account, counted, and what stays, on what ground and until when. */
export function DeletionEffects({ impact: { goes, stays } }: { impact: DeletionImpact }) {
  const t = useTranslations('account');
  const zone = { locale: useLocale(), timeZone: useTimeZone() };
  return (
    <div className="flex flex-col gap-4 text-md">
      <section>
        <h3 className="mb-1.5">{t('delete.goes')}</h3>
        {goes.length === 0 ? (
          <p>{t('delete.goesNothing')}</p>
        ) : (
          <ul className="list-disc gap-x-8 space-y-1 ps-5 marker:text-text-muted sm:columns-2">
            {inOrder(goes).map(({ kind, count }) => (
              <li key={kind} className="break-inside-avoid">
                {t(`kinds.${kind}`, { count })}
              </li>
            ))}
          </ul>
        )}
      </section>
      {stays.length > 0 && (
        <section>
          <h3 className="mb-1.5">{t('delete.stays')}</h3>
          <ul className="flex list-disc flex-col gap-1 ps-5 marker:text-text-muted">
            {inOrder(stays).map(({ kind, count, ground, until }) => {
              const said = { what: t(`kinds.${kind}`, { count }), why: t(`grounds.${ground}`) };
              return (
                <li key={kind}>
                  {until === null
                    ? t('delete.staysForever', said)
                    : t('delete.staysItem', { ...said, date: dateText({ ...zone, at: new Date(until) }) })}
                </li>
              );
            })}
          </ul>
        </section>
      )}
      {/* Said to everybody: who reads it does not learn whether something was. */}
      <p className="text-sm text-text-muted">{t('delete.reported')}</p>
    </div>
  );
}

/** As everywhere: first what people know best. */
function inOrder<Counted extends { kind: (typeof DATA_KINDS)[number] }>(list: Counted[]) {
  return list.toSorted((one, other) => DATA_KINDS.indexOf(one.kind) - DATA_KINDS.indexOf(other.kind));
}
