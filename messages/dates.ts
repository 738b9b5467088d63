import type { Locale } from '@/server/http/locale';

/** Whose habits dates follow: day before month, and 24 hours. */
const HABITS: Record<Locale, string> = { en: 'en-GB', fr: 'fr-FR' };

interface Moment {
  at: Date;
  locale: Locale;
  /** The reader's zone, an IANA name; UTC where it is none. */
  timeZone: string | null | undefined;
}

/** "6 December 2026". */
export function dateText(moment: Moment) {
  return joined(partsOf(moment, { dateStyle: 'long' }));
}

/** "6 December", for a day that is soon. */
export function dayMonthText(moment: Moment) {
  return joined(partsOf(moment, { day: 'numeric', month: 'long' }));
}

/** "6 Dec", where there is little room. */
export function shortDayText(moment: Moment) {
  return joined(partsOf(moment, { day: 'numeric', month: 'short' }));
}

/** "Sunday 6 December 2026". */
export function dayText(moment: Moment) {
  const style = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const;
  return joined(partsOf(moment, style));
}

/** "14:05". */
export function timeText(moment: Moment) {
  return formatter(moment, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(moment.at);
}

/**
 * "6 December 2026, 14:05", « 6 décembre 2026 à 14:05 ».
 * @param moment.zoneName whether the name of the zone follows, for readers whose clock may show another
 */
export function momentText({ zoneName = false, ...moment }: Moment & { zoneName?: boolean }) {
  const parts = partsOf(moment, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(zoneName && { timeZoneName: 'short' }),
  });
  // Some versions of Unicode's data have "at" there in English, and others the comma.
  return parts
    .map(({ type, value }, index) =>
      moment.locale === 'en' && parts[index + 1]?.type === 'hour' && type === 'literal' ? ', ' : value,
    )
    .join('');
}

/** The first of a month is « 1er » in French, which Intl does not write. */
function partsOf(moment: Moment, style: Intl.DateTimeFormatOptions) {
  const parts = formatter(moment, style).formatToParts(moment.at);
  return parts.map((part) =>
    moment.locale === 'fr' && part.type === 'day' && part.value === '1' ? { ...part, value: '1er' } : part,
  );
}

function joined(parts: Intl.DateTimeFormatPart[]) {
  return parts.map(({ value }) => value).join('');
}

function formatter({ locale, timeZone }: Moment, style: Intl.DateTimeFormatOptions) {
  try {
    return new Intl.DateTimeFormat(HABITS[locale], { ...style, timeZone: timeZone ?? 'UTC' });
  } catch {
    // A zone that another instance, with newer zone data, accepted.
    return new Intl.DateTimeFormat(HABITS[locale], { ...style, timeZone: 'UTC' });
  }
}
