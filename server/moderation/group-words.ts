import { LOCALES, type Locale } from '@/server/http/locale';
import { TEXTS } from '@/server/mail/letter';
import { RULES } from './catalog';

/**
 * What an owner reads of why their group is hidden, in their language where it is what there is to write by the rule, whichever
 * language that was in; what a moderator wrote by themselves is as they wrote it.
 */
export function groupWordsIn(locale: Locale, { rule, words }: { rule: string; words: string }): string {
  const known = RULES.find((one) => one === rule);
  const isPreset = known && LOCALES.some((one) => TEXTS[one].sanction.groupPresets[known] === words);
  return isPreset ? TEXTS[locale].sanction.groupPresets[known] : words;
}
