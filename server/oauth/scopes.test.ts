import { eq } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import { recordStatements } from '@/db/recorder';
import { users } from '@/db/schema/users';
import { PERMISSIONS } from '@/server/roles/permissions';
import { callerFor } from '@/server/testing/callers';
import { CookieJar } from '@/server/testing/cookie-jar';
import { test } from '@/server/testing/fixtures';
import { PATHS, procedureAt } from '@/server/testing/procedures';
import { refusal } from '@/server/testing/refusal';
import { isServiceScope, SCOPE_NAMES, SCOPES } from './catalog';
import { type ProcedurePath, scopeOf } from './scopes';

// @ts-expect-error a path that is no procedure does not compile, or the places where scopes are given could be wrong
const nowhere: ProcedurePath = 'profile.nothing';
const somewhere: ProcedurePath = 'auth.events.list';

test('a procedure without a scope is closed, and what is inherited by every object is none', () => {
  expect(scopeOf(somewhere)).toBe('security.read');
  for (const path of [nowhere, '', 'constructor', '__proto__', 'profile'])
    expect(scopeOf(path)).toBeUndefined();
});

test('every scope opens something', () => {
  const used = new Set(PATHS.map(scopeOf));
  expect(SCOPE_NAMES.filter((name) => !used.has(name))).toEqual([]);
});

describe.each(PATHS)('%s', (path) => {
  const { who, confirmed = who === 'confirmed', statements, example } = procedureAt(path);
  const scope = scopeOf(path);

  if (!scope) {
    test('is closed to an app that may do everything', async ({ db, given }) => {
      const { actor, about, cookies, services = {}, call } = await example(given);
      const client = await given.client({ scopes: SCOPE_NAMES });
      const person = actor ?? about ?? (await given.user());
      // Whatever the example made of their account: an app acts for nobody who is away.
      await db.update(users).set({ status: 'active' }).where(eq(users.id, person.id));
      const app = await given.app(person, { client });
      const jar = new CookieJar(cookies);
      const caller = callerFor(db, actor, { cookies: jar, headers: app.headers, services });
      const { result, statements: sent } = await recordStatements(() => refusal(call(caller)));
      expect(result).toEqual({ reason: 'SCOPE_REQUIRED' });
      expect(sent).toHaveLength(1);
      expect(jar.received).toEqual([]);
      const { headers } = await given.service({ scopes: SCOPE_NAMES });
      expect(await refusal(call(callerFor(db, actor, { headers, services })))).toEqual({
        reason: 'SCOPE_REQUIRED',
      });
    });
    return;
  }

  if (isServiceScope(scope)) {
    test('is open to its scope, and closed to a token of a person whose app has it', async ({
      db,
      given,
    }) => {
      const { headers = {}, call } = await example(given);
      const jar = new CookieJar();
      await call(callerFor(db, null, { cookies: jar, headers }));
      expect(jar.received).toEqual([]);
      const client = await given.client({ type: 'confidential', scopes: SCOPE_NAMES });
      const app = await given.app(await given.user(), { client });
      const caller = callerFor(db, null, { headers: app.headers });
      expect(await refusal(call(caller))).toEqual({ reason: 'SCOPE_REQUIRED' });
    });

    test('is closed to a token that is over', async ({ db, given }) => {
      const { call } = await example(given);
      const { headers } = await given.service({ now: new Date(Date.now() - 301_000) });
      const caller = callerFor(db, await given.user(), { headers });
      expect(await refusal(call(caller))).toEqual({ reason: 'TOKEN_REFUSED' });
    });
    return;
  }

  test('is closed to a service', async ({ db, given }) => {
    const { actor, call } = await example(given);
    const { headers } = await given.service({ scopes: SCOPE_NAMES });
    expect(await refusal(call(callerFor(db, actor, { headers })))).toEqual({ reason: 'SCOPE_REQUIRED' });
  });

  test('is open to its scope, for as many statements as to a cookie, and sets none', async ({
    db,
    given,
  }) => {
    const { actor, cookies, services = {}, call } = await example(given);
    const person = actor ?? (await given.user());
    const app = await given.app(person, { client: await given.client({ scopes: [scope] }) });
    const jar = new CookieJar(cookies);
    const caller = callerFor(db, null, { cookies: jar, headers: app.headers, services });
    const { statements: sent } = await recordStatements(() => call(caller));
    // A visitor has no session that is looked up.
    expect(sent.length).toBeLessThanOrEqual(actor ? statements : statements + 1);
    expect(jar.received).toEqual([]);
    expect(confirmed).toBe(false);
  });

  test('is closed to every other scope', async ({ db, given }) => {
    const { actor, call } = await example(given);
    const scopes = SCOPE_NAMES.filter((name) => name !== scope);
    const app = await given.app(actor ?? (await given.user()), { client: await given.client({ scopes }) });
    const caller = callerFor(db, null, { headers: app.headers });
    expect(await refusal(call(caller))).toEqual({ reason: 'SCOPE_REQUIRED' });
  });

  test('is closed to a token that is over, whatever cookie comes with it', async ({ db, given }) => {
    const { actor, call } = await example(given);
    const now = new Date(Date.now() - 301_000);
    const client = await given.client({ scopes: SCOPE_NAMES });
    const app = await given.app(actor ?? (await given.user()), { client, now });
    const caller = callerFor(db, actor, { headers: app.headers });
    expect(await refusal(call(caller))).toEqual({ reason: 'TOKEN_REFUSED' });
  });

  if (!Object.hasOwn(PERMISSIONS, who)) return;

  test('asks for the permission besides the scope', async ({ db, given }) => {
    expect(SCOPES[scope].staff).toBe(true);
    const { call } = await example(given);
    const app = await given.app(await given.user(), { client: await given.client({ scopes: [scope] }) });
    const caller = callerFor(db, null, { headers: app.headers });
    expect(await refusal(call(caller))).toEqual({ reason: 'NOT_ALLOWED' });
  });
});
