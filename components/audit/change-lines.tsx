'use client';

import { useTranslations } from 'next-intl';
import { factsOf, tellingFacts } from './entry-facts';
import type { ShownEntry } from './shown-entry';
import { useFactWords } from './use-fact-words';

interface Props extends Pick<ShownEntry, 'before' | 'after'> {
  /** How many changes are shown; how many more there are is said. */
  most: number;
}

/** What changed, a line for each field. */
export function ChangeLines({ before, after, most }: Props) {
  const t = useTranslations('audit');
  const { fieldWords, valueWords } = useFactWords();
  const changed = tellingFacts(factsOf({ before, after }));
  return (
    <>
      {changed.slice(0, most).map((fact) => (
        <span key={fact.name} className="wrap-anywhere line-clamp-2">
          <span className="text-text-muted">{t('labelled', { label: fieldWords(fact.name) })} </span>
          {fact.before === undefined ? (
            <bdi>{valueWords(fact.after, fact.name)}</bdi>
          ) : fact.after === undefined ? (
            <del>
              <bdi>{valueWords(fact.before, fact.name)}</bdi>
            </del>
          ) : (
            <>
              <bdi>{valueWords(fact.before, fact.name)}</bdi> → <bdi>{valueWords(fact.after, fact.name)}</bdi>
            </>
          )}
        </span>
      ))}
      {changed.length > most && (
        <span className="block text-text-muted">{t('moreFacts', { count: changed.length - most })}</span>
      )}
    </>
  );
}
