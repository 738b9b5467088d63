import type { Locale } from '@/server/http/locale';

/** "3.4 MB", « 3,4 Mo »; thousands, as browsers and file managers count. */
export function fileSize(bytes: number, locale: Locale) {
  const [value, unit] = bytes < 1_000_000 ? [bytes / 1000, 'kilobyte'] : [bytes / 1_000_000, 'megabyte'];
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    maximumFractionDigits: unit === 'kilobyte' ? 0 : 1,
  }).format(unit === 'kilobyte' ? Math.max(1, value) : value);
}
