import { eq } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import { z } from 'zod';
import type { Database } from '@/db/client';
import type { ReadList } from '@/db/replica/replica';
import { auditEntries } from '@/db/schema/audit';
import { sessions } from '@/db/schema/sign-in';
import { FRESH_SECONDS } from '@/server/auth/rules';
import { endSession } from '@/server/auth/sessions';
import { PersonInput } from '@/server/privacy/inputs';
import { PERMISSIONS, type Permission } from '@/server/roles/permissions';
import { appRouter } from '@/server/router';
import { callerFor } from './callers';
import { CookieJar } from './cookie-jar';
import { test } from './fixtures';
import { PATHS, procedureAt } from './procedures';
import { refusal } from './refusal';

describe.each(PATHS)('%s', (path) => {
  const { who, confirmed = who === 'confirmed', fromReplica = false, audit, example } = procedureAt(path);

  const told = fromReplica ? 'is read from a replica, by reading alone' : 'asks no replica';
  test(`does its work, leaves what it should in the audit trail, and ${told}`, async ({ db, given }) => {
    const { actor, cookies, headers = {}, services = {}, call } = await example(given);
    const before = await kinds(db);
    const replica = readOnly(db);
    const all = { ...services, replica };
    await call(callerFor(db, actor, { cookies: new CookieJar(cookies), headers, services: all }));
    expect((await kinds(db)).slice(before.length)).toEqual(audit);
    expect(replica.reads).toBe(fromReplica ? 1 : 0);
  });

  for (const input of inputsOf(path)) {
    test('refuses what it does not know in its input', () => {
      const schema = z.instanceof(z.ZodObject).parse(input);
      const { error } = schema.safeParse({ role: 1, userId: 1, status: 1, emailVerified: 1 });
      const unknown = error?.issues.flatMap((issue) => ('keys' in issue ? issue.keys : []));
      // Where it is about somebody else, a `userId` says about whom; never who asks.
      const isAboutSomebody = input === PersonInput;
      expect(unknown).toEqual(['role', ...(isAboutSomebody ? [] : ['userId']), 'status', 'emailVerified']);
    });
  }

  if (who === 'service') {
    test('refuses a member, and who holds every permission', async ({ db, given }) => {
      const { call } = await example(given);
      const all = Object.keys(PERMISSIONS).filter(isPermission);
      for (const person of [await given.user(), await given.holder(...all)])
        expect(await refusal(call(callerFor(db, person)))).toEqual({ reason: 'NOT_ALLOWED' });
    });
  }

  if (who === 'anyone') return;

  test('refuses a visitor, and leaves no trace', async ({ db, given }) => {
    const { call } = await example(given);
    const before = await kinds(db);
    expect(await refusal(call(callerFor(db, null)))).toEqual({ reason: 'SIGNED_OUT' });
    expect(await kinds(db)).toEqual(before);
  });

  test('refuses a session that has ended', async ({ db, given }) => {
    const { actor, call } = await example(given);
    const person = actor ?? (await given.user());
    await endSession(db, { token: person.token, requestId: 'r', ip: '192.0.2.1', now: new Date() });
    expect(await refusal(call(callerFor(db, person)))).toEqual({ reason: 'SESSION_ENDED' });
  });

  if (confirmed) {
    test('refuses a session whose last proof is more than five minutes old', async ({ db, given }) => {
      const { actor, cookies, services = {}, call } = await example(given);
      const before = await kinds(db);
      const provenAt = new Date(Date.now() - FRESH_SECONDS * 1000);
      await db
        .update(sessions)
        .set({ provenAt })
        .where(eq(sessions.userId, actor?.id ?? ''));
      const caller = callerFor(db, actor, { cookies: new CookieJar(cookies), services });
      expect(await refusal(call(caller))).toEqual({ reason: 'STEP_UP_REQUIRED' });
      expect(await kinds(db)).toEqual(before);
    });
  }

  if (!isPermission(who)) return;

  test('refuses a member, and who holds every permission but its own', async ({ db, given }) => {
    const { call } = await example(given);
    const others = Object.keys(PERMISSIONS).filter((name) => isPermission(name) && name !== who);
    const before = await kinds(db);
    for (const wrong of [await given.user(), await given.holder(...others.filter(isPermission))])
      expect(await refusal(call(callerFor(db, wrong)))).toEqual({ reason: 'NOT_ALLOWED' });
    expect(await kinds(db)).toEqual(before);
  });
});

/** In the place of a replica, and as strict as a standby: it refuses to write. */
function readOnly(db: Database) {
  const replica = {
    reads: 0,
    read: (async (work) => {
      replica.reads += 1;
      return db.transaction(work, { accessMode: 'read only' });
    }) satisfies ReadList,
  };
  return replica;
}

/** The kinds in the audit trail, oldest first. */
async function kinds(db: Database) {
  const entries = await db.select({ kind: auditEntries.kind }).from(auditEntries).orderBy(auditEntries.id);
  return entries.map(({ kind }) => kind);
}

function isPermission(who: string): who is Permission {
  return Object.hasOwn(PERMISSIONS, who);
}

function inputsOf(path: string) {
  const procedure = Object.entries(appRouter._def.procedures).find(([name]) => name === path)?.[1];
  return z.object({ inputs: z.array(z.unknown()) }).parse(Reflect.get(Object(procedure), '_def')).inputs;
}
