import { useLocale, useTimeZone } from 'next-intl';
import { timeText } from '@/messages/dates';

/** A day of the week in the person's language. @param day ISO: 1 is Monday, 8 is Monday again */
export function useWeekday() {
  const locale = useLocale();
  const format = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' });
  // The first of January 2024 was a Monday.
  return (day: number) => format.format(Date.UTC(2024, 0, day));
}

/** As it stands at the beginning of a line. */
export function capital(word: string) {
  return word.charAt(0).toLocaleUpperCase() + word.slice(1);
}

/** "Sunday 6 December, 23:10", « dimanche 6 décembre, 23:10 », by the person's clock. */
export function useDayTime() {
  const locale = useLocale();
  const timeZone = useTimeZone() ?? 'UTC';
  const style = { weekday: 'long', day: 'numeric', month: 'long', timeZone } as const;
  const format = new Intl.DateTimeFormat(locale === 'fr' ? 'fr-FR' : 'en-GB', style);
  return (at: Date) => `${format.format(at).replace(',', '')}, ${timeText({ at, locale, timeZone })}`;
}
