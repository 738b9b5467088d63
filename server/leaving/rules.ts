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
