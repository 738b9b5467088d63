import { useFormatter, useTranslations } from 'next-intl';
import { AUDIENCES, PROFILE_FIELDS } from '@/server/privacy/catalog';
import type { PrivacyValues } from '@/server/privacy/inputs';
import { isNarrower } from './choices';

/** What the settings amount to, in a sentence: who sees the page, and which parts of it fewer people see. */
export function PrivacySummary({ saved }: { saved: PrivacyValues }) {
  const t = useTranslations('privacy');
  const format = useFormatter();
  const clauses = [t(`summary.profile.${saved.profile}`)];
  for (const audience of AUDIENCES) {
    if (audience === 'everyone' || !isNarrower(audience, saved.profile)) continue;
    const parts = PROFILE_FIELDS.filter((part) => saved[part] === audience);
    if (!parts.length) continue;
    const names = format.list(parts.map((part) => t(`inSentence.${part}`)));
    clauses.push(t(`summary.parts.${audience}`, { parts: names }));
  }
  const sentence = clauses.reduce((first, second) => t('summary.join', { first, second }));
  return <p className="mt-1 mb-6 text-md text-text-muted">{sentence}.</p>;
}
