import { HELD_DAYS } from '@/server/profile/catalog';
import { AUDIT_MONTHS } from './catalog';

/** Whether what was typed to confirm is the handle: with or without its @, whatever the case. */
export function confirms(typed: string, handle: string): boolean {
  return typed.normalize('NFKC').trim().replace(/^@/, '').toLowerCase() === handle;
}

/** Whether a pause can end then: not before it begins, and within a year. */
export function isReturn(moment: Date, now: Date): boolean {
  const milliseconds = moment.getTime() - now.getTime();
  return milliseconds > 0 && milliseconds <= 366 * 86_400_000;
}

/** Somebody's pause or deletion, and what their account is meanwhile. */
interface Departure {
  kind: 'pause' | 'deletion';
  status: 'active' | 'suspended' | 'deactivated' | 'leaving' | 'erasing';
  dueAt: Date | null;
}

/**
 * What an account is. A suspension stands above a pause and a deletion, which go on beneath it, and is over with nothing changed:
 * whoever was leaving is leaving then, unless they have taken it back or their day has come, and whoever was away is away, unless
 * their date has come. Who is being erased is not suspended any more.
 */
export function statusOf(of: {
  suspended: boolean;
  departure: Pick<Departure, 'kind'> | undefined;
}): 'active' | 'suspended' | 'deactivated' | 'leaving' {
  if (of.suspended) return 'suspended';
  if (!of.departure) return 'active';
  return of.departure.kind === 'deletion' ? 'leaving' : 'deactivated';
}

/** Whether a pause ends by itself now. Of somebody who is suspended it ends as well; they stay suspended. */
export function isPauseOver({ kind, status, dueAt }: Departure, now: Date): boolean {
  if (kind !== 'pause' || (status !== 'deactivated' && status !== 'suspended')) return false;
  return dueAt !== null && dueAt <= now;
}

/** Whether a deletion can be taken back: until it has begun, also by somebody who is suspended, and who stays so. */
export function canBeKept({ kind, status }: Pick<Departure, 'kind' | 'status'>): boolean {
  return kind === 'deletion' && (status === 'leaving' || status === 'suspended');
}

/**
 * Whether a deletion is carried out now: when its day has come, and once it has begun. A suspension does not put it off: nobody is
 * kept who wants to go.
 * @param how.evidenceHeld something of theirs has to stay until it is decided about. What a report says was copied into it, and needs
 *   no account to stay
 */
export function isErasureDue(
  { kind, status, dueAt }: Departure,
  { now, evidenceHeld }: { now: Date; evidenceHeld: boolean },
): boolean {
  if (kind !== 'deletion') return false;
  if (status === 'erasing') return true;
  return canBeKept({ kind, status }) && !evidenceHeld && dueAt !== null && dueAt <= now;
}

/** Until when the handles of somebody are held who is erased at this moment. */
export function handlesEnd(erasedAt: Date): Date {
  return new Date(erasedAt.getTime() + HELD_DAYS * 86_400_000);
}

/** Until when the audit trail names them. */
export function auditEnd(erasedAt: Date): Date {
  const end = new Date(erasedAt);
  end.setUTCMonth(end.getUTCMonth() + AUDIT_MONTHS);
  return end;
}
