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

/** "Sunday 6 December, 23:10", « dimanche 6 décembre, 23:10 », by the person's clock; with the year where it is not this one. */
export function useDayTime() {
  const locale = useLocale();
  const timeZone = useTimeZone() ?? 'UTC';
  const language = locale === 'fr' ? 'fr-FR' : 'en-GB';
  const style = { weekday: 'long', day: 'numeric', month: 'long', timeZone } as const;
  const year = new Intl.DateTimeFormat(language, { year: 'numeric', timeZone });
  return (at: Date) => {
    const isThisYear = year.format(at) === year.format(new Date());
    const format = new Intl.DateTimeFormat(language, { ...style, ...(!isThisYear && { year: 'numeric' }) });
    return `${format.format(at).replace(',', '')}, ${timeText({ at, locale, timeZone })}`;
  };
}
