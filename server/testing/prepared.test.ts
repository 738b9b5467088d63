import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '@/db/client';
import { recordStatements } from '@/db/recorder';
import { callerFor } from './callers';
import { CookieJar } from './cookie-jar';
import { createTestDatabase, type TestDatabase } from './database';
import { makeGiven } from './factories';
import { costedAt } from './procedures';

/** Asked with every page, at every sign-in, or by whoever sits before a form: what PostgreSQL would parse and plan each time adds up. */
const HOT = [
  'auth.signIn.passkey',
  'auth.signIn.password',
  'auth.signIn.start',
  'auth.signIn.totp',
  'notifications.inbox.unread',
  'notifications.stream',
  'messages.unread',
  'privacy.update',
  'profile.byHandle',
  'profile.me',
  'viewer.current',
  'viewer.me',
  'viewer.staff',
] as const;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test.for(HOT)('%s asks by prepared statements alone', async (path) => {
  expect(await unprepared(database.connection.db, path)).toEqual([]);
});

test('what is put together anew is seen', async () => {
  expect(await unprepared(database.connection.db, 'profile.search')).not.toEqual([]);
});

/** The statements of a call that its connection does not keep. */
async function unprepared(db: Database, path: string): Promise<string[]> {
  return db.transaction(async (tx) => {
    const { actor, cookies, headers = {}, services = {}, call } = await costedAt(path).example(makeGiven(tx));
    const caller = callerFor(tx, actor, { cookies: new CookieJar(cookies), headers, services });
    const { statements } = await recordStatements(() => call(caller));
    const kept = await tx.execute<{ statement: string }>(sql`select statement from pg_prepared_statements`);
    const texts = new Set(kept.map(({ statement }) => statement));
    expect(statements.length).toBeGreaterThan(0);
    return statements.map(({ text }) => text).filter((text) => !texts.has(text));
  });
}
