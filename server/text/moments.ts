import { z } from 'zod';

const FIRST = Date.parse('0001-01-01T00:00:00.000Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * Whether a moment in ISO 8601 is one that is written with a year of four digits by everybody: there is no year 0 for PostgreSQL, and
 * an offset leads the last day of 9999 into a year of five.
 */
export function isWritable(moment: string): boolean {
  const at = Date.parse(moment);
  return at >= FIRST && at <= LAST;
}

/** A moment as PostgreSQL writes it (`2026-11-29 07:14:35.123+00`), such as a page of a list ends with. */
export function isMomentOfDatabase(text: string): boolean {
  const iso = text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00');
  return z.iso.datetime({ offset: true }).safeParse(iso).success && isWritable(iso);
}
