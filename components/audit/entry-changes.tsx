'use client';

import { useTranslations } from 'next-intl';
import { Card } from '@/components/ui/card';
import { Cell, HeadCell, Row, Table } from '@/components/ui/table';
import { factsOf } from './entry-facts';
import type { ShownEntry } from './shown-entry';
import { useFactWords } from './use-fact-words';

/** On a phone each field is a card, with the names of the columns before what stands in them. */
const CARDS =
  'max-sm:[&_table]:block max-sm:[&_thead]:sr-only max-sm:[&_tbody]:block max-sm:[&_tbody_tr]:block max-sm:[&_tbody_tr]:border-b max-sm:[&_tbody_tr]:px-4 max-sm:[&_tbody_tr]:py-3 max-sm:[&_tbody_tr:last-child]:border-b-0 max-sm:[&_tbody_tr>*]:block max-sm:[&_tbody_tr>*]:border-0 max-sm:[&_tbody_tr>*]:px-0 max-sm:[&_tbody_tr>*]:py-0.5 max-sm:[&_tbody_tr>*]:text-start';

/** All that an entry says of what it changed: each field before and after. */
export function EntryChanges({ entry }: { entry: ShownEntry }) {
  const t = useTranslations('audit');
  const { fieldWords, valueWords } = useFactWords();
  const facts = factsOf(entry);
  return (
    <Card title={t('change')}>
      {facts.length === 0 ? (
        <p className="text-md text-text-muted">{t('noFacts')}</p>
      ) : (
        <div className={CARDS}>
          <Table caption={t('changeTable')}>
            <thead>
              <tr>
                <HeadCell>{t('field')}</HeadCell>
                <HeadCell>{t('before')}</HeadCell>
                <HeadCell>{t('after')}</HeadCell>
              </tr>
            </thead>
            <tbody>
              {facts.map(({ name, before, after, isChanged }) => (
                <Row key={name} className={isChanged ? undefined : 'text-text-muted'}>
                  <HeadCell scope="row" className="align-top">
                    {fieldWords(name)}
                  </HeadCell>
                  <Cell className="wrap-anywhere min-w-32 whitespace-pre-line align-top">
                    <span className="text-text-muted sm:hidden">
                      {t('labelled', { label: t('before') })}{' '}
                    </span>
                    <bdi>{before === undefined ? t('nothingThere') : valueWords(before, name)}</bdi>
                  </Cell>
                  <Cell className="wrap-anywhere min-w-32 whitespace-pre-line align-top">
                    <span className="text-text-muted sm:hidden">{t('labelled', { label: t('after') })} </span>
                    <bdi>{isChanged ? valueWords(after, name) : t('unchanged')}</bdi>
                  </Cell>
                </Row>
              ))}
            </tbody>
          </Table>
        </div>
      )}
    </Card>
  );
}
