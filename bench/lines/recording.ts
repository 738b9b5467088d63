import { type Database, openDatabase } from '@/db/client';
import { recordStatements, type Statement } from '@/db/recorder';
import type { Visit } from './visit';

class Undone extends Error {}

/**
 * The statements of each visit, as they are sent in this process. What changes something is undone, so that whoever sends them again
 * finds everything as it was.
 * @throws when a visit cannot be made here, or fails
 */
export async function recordVisits(databaseUrl: string, visits: Visit[]): Promise<Statement[][]> {
  const { db, end } = openDatabase(databaseUrl, { max: 2, applicationName: 'foyer bench' });
  try {
    const recordings: Statement[][] = [];
    for (const { call } of visits) {
      if (!call) throw new Error('this visit has no statements of its own');
      recordings.push(await undone(db, async (tx) => (await recordStatements(() => call(tx))).statements));
    }
    return recordings;
  } finally {
    await end();
  }
}

async function undone<T>(db: Database, work: (tx: Database) => Promise<T>): Promise<T> {
  const results: T[] = [];
  await db
    .transaction(async (tx) => {
      results.push(await work(tx));
      throw new Undone();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undone)) throw error;
    });
  const [result] = results;
  if (result === undefined) throw new Error('nothing was done');
  return result;
}
