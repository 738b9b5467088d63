import { APPEAL_MONTHS, DURATIONS, type Duration, type SanctionKind } from './catalog';

const DAY = 86_400_000;
const MESSAGE = 'message:';

/** What a hiding names a message by. */
export function messagePart(id: string): string {
  return `${MESSAGE}${id}`;
}

/** The ids of the messages among what is hidden. */
export function hiddenMessages(hides: readonly string[]): string[] {
  return hides.flatMap((part) => (part.startsWith(MESSAGE) ? [part.slice(MESSAGE.length)] : []));
}

/** When something ends that begins now. */
export function endAfter(days: Duration, now: Date): Date | null {
  return days === null ? null : new Date(now.getTime() + days * DAY);
}

/** Until when an appeal can be made against something that was done then. */
export function appealEnd(startsAt: Date): Date {
  const end = new Date(startsAt);
  end.setUTCMonth(end.getUTCMonth() + APPEAL_MONTHS);
  return end;
}

/**
 * For how long, where nobody knows better: the more pressing the report (0 to 3), and the more often something was done before
 * that still stands, the longer. What is hidden stays hidden, and a warning has no end to speak of.
 */
export function suggestedDuration(of: { kind: SanctionKind; urgency: number; earlier: number }): Duration {
  const { kind, urgency, earlier } = of;
  if (kind !== 'limit' && kind !== 'suspension') return null;
  const step = Math.min(urgency + earlier, DURATIONS.length - 1);
  return DURATIONS[step] ?? null;
}
