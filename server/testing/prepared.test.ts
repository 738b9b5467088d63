import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '@/db/client';
import { recordStatements } from '@/db/recorder';
import { appOf } from './app-calls';
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
  expect(await unprepared(database.connection.db, (tx) => callOf(tx, path))).toEqual([]);
});

test('a refresh of an app does as well', async () => {
  const asked = await unprepared(database.connection.db, async (tx) => {
    const given = makeGiven(tx);
    const { client, refreshToken } = await given.appSession(await given.user());
    const app = appOf(tx, client);
    // The first makes the key that signs.
    const { refresh_token } = await app({ grant_type: 'refresh_token', refresh_token: refreshToken });
    return () => app({ grant_type: 'refresh_token', refresh_token });
  });
  expect(asked).toEqual([]);
});

test('what is put together anew is seen', async () => {
  const asked = await unprepared(database.connection.db, (tx) => callOf(tx, 'profile.search'));
  expect(asked).not.toEqual([]);
});

/** A call of a procedure by the person of its example. */
async function callOf(tx: Database, path: string) {
  const { actor, cookies, headers = {}, services = {}, call } = await costedAt(path).example(makeGiven(tx));
  const caller = callerFor(tx, actor, { cookies: new CookieJar(cookies), headers, services });
  return () => call(caller);
}

/** The statements of some work that its connection does not keep. */
async function unprepared(
  db: Database,
  prepare: (tx: Database) => Promise<() => Promise<unknown>>,
): Promise<string[]> {
  return db.transaction(async (tx) => {
    const work = await prepare(tx);
    const { statements } = await recordStatements(work);
    const kept = await tx.execute<{ statement: string }>(sql`select statement from pg_prepared_statements`);
    const texts = new Set(kept.map(({ statement }) => statement));
    expect(statements.length).toBeGreaterThan(0);
    return statements.map(({ text }) => text).filter((text) => !texts.has(text));
  });
}
