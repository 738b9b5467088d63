import { useLocale, useTranslations } from 'next-intl';
import type { Refusal } from './refusal';
import { waitingTime } from './waiting-time';

/** Turns a refusal into a sentence in the person's language; a limit says when to try again. */
export function useRefusalWords() {
  const t = useTranslations('reasons');
  const locale = useLocale();
  return ({ reason, retryAfter = 60 }: Refusal) =>
    reason === 'RATE_LIMITED' || reason === 'HANDLE_RENAMED_TWICE'
      ? t(reason, { when: waitingTime(retryAfter, locale) })
      : t(reason);
}
