import { useLocale, useTranslations } from 'next-intl';
import { dateText } from '@/messages/dates';
import type { ReceiptDocument } from '@/server/leaving/catalog';

/** What became of each kind of data, on what ground and until when. Days are those of UTC: it is read anywhere. */
export function ReceiptKinds({ data }: Pick<ReceiptDocument, 'data'>) {
  const t = useTranslations('receipt');
  const locale = useLocale();
  const outcomeOf = ({ outcome, until }: ReceiptDocument['data'][number]) =>
    outcome === 'kept' && until !== undefined
      ? t('keptUntil', { date: dateText({ at: new Date(until), locale, timeZone: 'UTC' }) })
      : t(outcome);
  return (
    <table className="w-full text-start text-md">
      <thead className="max-sm:sr-only">
        <tr className="border-b text-sm text-text-muted">
          {(['kind', 'count', 'outcome'] as const).map((name) => (
            <th key={name} scope="col" className="py-2 pe-4 text-start font-medium">
              {t(name)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y">
        {data.map((erasure) => (
          <tr
            key={`${erasure.kind} ${erasure.outcome}`}
            className="max-sm:grid max-sm:grid-cols-[1fr_auto] max-sm:py-2"
          >
            <th scope="row" className="py-2 pe-4 text-start align-top font-normal max-sm:py-0">
              {t(`kinds.${erasure.kind}`)}
            </th>
            <td className="tabular py-2 pe-4 align-top text-text-muted max-sm:py-0 max-sm:pe-0">
              {erasure.count}
            </td>
            <td className="py-2 align-top max-sm:col-span-2 max-sm:py-0">
              <p className="font-medium">{outcomeOf(erasure)}</p>
              {erasure.ground !== undefined && (
                <p className="text-sm text-text-muted">{t(`grounds.${erasure.ground}`)}</p>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
