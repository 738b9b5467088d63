/** "in 3 minutes", in the person's language. */
export function waitingTime(seconds: number, locale: string) {
  const format = new Intl.RelativeTimeFormat(locale);
  if (seconds < 90) return format.format(Math.ceil(seconds), 'second');
  if (seconds < 5400) return format.format(Math.ceil(seconds / 60), 'minute');
  if (seconds < 2 * 86_400) return format.format(Math.ceil(seconds / 3600), 'hour');
  return format.format(Math.ceil(seconds / 86_400), 'day');
}
