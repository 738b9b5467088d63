const steps: ReadonlyArray<{ unit: Intl.RelativeTimeFormatUnit; seconds: number; below: number }> = [
  { unit: 'second', seconds: 1, below: 45 },
  { unit: 'minute', seconds: 60, below: 45 * 60 },
  { unit: 'hour', seconds: 3600, below: 22 * 3600 },
  { unit: 'day', seconds: 86_400, below: 26 * 86_400 },
  { unit: 'month', seconds: 2_629_800, below: 320 * 86_400 },
  { unit: 'year', seconds: 31_557_600, below: Number.POSITIVE_INFINITY },
];

/** "3 hours ago", "in 2 days", "now" (under 45 seconds), in the words of `locale`. */
export function relativeTimeText({ at, now, locale }: { at: Date; now: Date; locale: string }): string {
  const seconds = (at.getTime() - now.getTime()) / 1000;
  const step = steps.find(({ below }) => Math.abs(seconds) < below);
  if (!step || step.unit === 'second') {
    return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(0, 'second');
  }
  // Always a number: "yesterday" would be wrong for what was 23 hours ago and still today.
  return new Intl.RelativeTimeFormat(locale).format(
    Math.sign(seconds) * Math.max(1, Math.round(Math.abs(seconds) / step.seconds)),
    step.unit,
  );
}
