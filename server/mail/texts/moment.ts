import type { Locale } from '@/server/http/locale';

/** A date and a time of day as its reader writes them, with the name of the time zone. */
export function formatMoment({
  at,
  locale,
  timeZone,
}: {
  at: Date;
  locale: Locale;
  timeZone: string | null;
}) {
  return formatter(locale, timeZone ?? 'UTC').format(at);
}

function formatter(locale: Locale, timeZone: string) {
  const style = {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  } as const;
  const language = locale === 'en' ? 'en-GB' : locale;
  try {
    return new Intl.DateTimeFormat(language, { ...style, timeZone });
  } catch {
    // A zone that another instance, with newer zone data, accepted.
    return new Intl.DateTimeFormat(language, { ...style, timeZone: 'UTC' });
  }
}
