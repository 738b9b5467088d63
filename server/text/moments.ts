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
