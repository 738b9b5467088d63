import postgres from 'postgres';
import { errorCode } from './start-error';

/** Months after the present one that the tables with months have made in advance. */
export const MONTHS_AHEAD = 2;

/**
 * Makes the months of this one and the next that the tables lack (docs/data.md), as the worker does each hour. Where others use the
 * tables all the time it is left to the worker: there are months ahead.
 * @param migrationUrl of the role that owns the tables
 */
export async function makeMonthsAhead({ migrationUrl }: { migrationUrl: string }): Promise<void> {
  const sql = postgres(migrationUrl, { max: 1, onnotice: () => undefined });
  try {
    await sql`select make_months(now(), ${MONTHS_AHEAD})`;
  } catch (error) {
    // lock_not_available
    if (errorCode(error) !== '55P03') throw error;
  } finally {
    await sql.end();
  }
}
