import { eq, inArray } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { appSessions, authorizationCodes, clientTokens, deviceCodes } from '@/db/schema/oauth';
import { loginAttempts, sessions } from '@/db/schema/sign-in';
import { beginAttempt, completeAttempt, redeemTicket } from '@/server/auth/attempts';
import { startSession } from '@/server/auth/sessions';
import { hashToken } from '@/server/auth/tokens';
import { DEVICE_CODE_GRANT } from '@/server/oauth/device-code-grant';
import { appOf, toldAs } from '@/server/testing/app-calls';
import type { Given } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import type { GivenClient } from '@/server/testing/oauth-factories';
import { sweep } from './sweep';

const now = new Date('2030-03-01T12:00:00Z');
const [DAY, HOUR] = [86_400, 3600];

test('apps that are over go, and codes as soon as nobody has to recognise them', async ({ db, given }) => {
  const person = await given.user();
  const client = await given.client({ deviceFlow: true });
  const at = (seconds: number) => new Date(now.getTime() - seconds * 1000);
  const [day, hour] = [86_400, 3600];
  for (const begun of [30 * day, 14 * day, 14 * day - 1])
    await given.appSession(person, { client, now: at(begun) });
  for (const age of [61, 59]) await given.code(person, { client, now: at(age) });
  const services = [await given.service({ now: at(301) }), await given.service({ now: at(299) })];
  for (const age of [hour + 601, hour + 599]) await given.device({ client, now: at(age) });
  for (const used of [day + 1, day - 1]) {
    const { code } = await given.code(person, { client, now: at(used) });
    await db
      .update(authorizationCodes)
      .set({ usedAt: at(used) })
      .where(eq(authorizationCodes.codeHash, hashToken(code)));
  }
  await sweep(db, { now });
  const began = async (table: typeof appSessions | typeof authorizationCodes | typeof deviceCodes) => {
    const left = await db
      .select({ createdAt: table.createdAt })
      .from(table)
      .where(eq(table.clientId, client.id));
    return left
      .map(({ createdAt }) => (now.getTime() - createdAt.getTime()) / 1000)
      .toSorted((a, b) => a - b);
  };
  expect(await began(appSessions)).toEqual([14 * day - 1]);
  expect(await began(authorizationCodes)).toEqual([59, day - 1]);
  expect(await began(deviceCodes)).toEqual([hour + 599]);
  const tokens = await db
    .select({ clientId: clientTokens.clientId })
    .from(clientTokens)
    .where(
      inArray(
        clientTokens.clientId,
        services.map((service) => service.client.id),
      ),
    );
  expect(tokens).toEqual([{ clientId: services[1]?.client.id }]);
});

test('in a simulated month of use no table grows', async ({ db, given }) => {
  const people = await Promise.all(Array.from({ length: 3 }, () => given.user()));
  const client = await given.client({ deviceFlow: true });
  const uses = { given, client };
  await db.delete(sessions);
  let daily = await signedIn(db, { ...uses, person: await given.user(), now });
  let letInAgain = 0;
  const evenings: Awaited<ReturnType<typeof countAll>>[] = [];
  for (let day = 0; day < 35; day++) {
    const morning = new Date(now.getTime() + day * DAY * 1000);
    for (const person of people) await liveADay(db, { ...uses, person, now: morning });
    const renewed = await refreshed(db, { ...uses, token: daily, now: morning });
    letInAgain += renewed ? 0 : 1;
    daily = renewed ?? (await signedIn(db, { ...uses, person: await given.user(), now: morning }));
    await sweep(db, { now: new Date(morning.getTime() + 11 * HOUR * 1000) });
    evenings.push(await countAll(db));
  }
  expect(letInAgain).toBe(1);
  // From the fifteenth day on as much goes as comes: what lay unused for fourteen, and codes after one.
  const expected = {
    loginAttempts: 0,
    sessions: 14 * people.length,
    appSessions: 2 * 14 * people.length + 1,
    authorizationCodes: people.length,
    deviceCodes: 0,
  };
  const renewal = { ...expected, authorizationCodes: people.length + 1 };
  expect(evenings.slice(14)).toEqual(evenings.slice(14).map((_, n) => (n + 14 === 30 ? renewal : expected)));
});

interface Use {
  given: Given;
  client: GivenClient;
  person: { id: string; email: string };
  now: Date;
}

/** A sign-in and one that is given up, two apps let in and left alone, a code and a device that nobody comes back for. */
async function liveADay(db: Database, use: Use) {
  const { given, client, person } = use;
  await signInOnce(db, use);
  await given.attempt(person, use);
  await signedIn(db, use);
  await given.code(person, use);
  const { deviceCode } = await given.device({ ...use, by: person });
  await appOf(db, client)({ grant_type: DEVICE_CODE_GRANT, device_code: deviceCode }, use);
  await given.device(use);
}

async function signInOnce(db: Database, { person, now }: Use) {
  const { id, cookie } = await beginAttempt(db, { email: person.email, now });
  const amr = { pwd: now.toISOString() };
  const ticket = await completeAttempt(db, { attemptId: id, userId: person.id, amr, now });
  const redeemed = await redeemTicket(db, { ticket: ticket ?? '', cookie, now });
  if (redeemed?.userId !== person.id) throw new Error('not signed in');
  await startSession(db, { userId: person.id, amr, ip: '192.0.2.1', userAgent: 'a browser', now });
}

/** An app let in by a code. @returns its refresh token */
async function signedIn(db: Database, { given, client, person, now }: Use) {
  const { code, verifier } = await given.code(person, { client, now });
  const form = { grant_type: 'authorization_code', code, code_verifier: verifier };
  const answer = await appOf(db, client)({ ...form, redirect_uri: client.redirectUri }, { now });
  return answer.refresh_token;
}

/** The next refresh token; undefined when the app is signed out. */
async function refreshed(
  db: Database,
  { client, token, now }: { client: GivenClient; token: string; now: Date },
) {
  const refresh = appOf(db, client)({ grant_type: 'refresh_token', refresh_token: token }, { now });
  const told = await toldAs(refresh);
  return told === 'answered' ? (await refresh).refresh_token : undefined;
}

async function countAll(db: Database) {
  const tables = { loginAttempts, sessions, appSessions, authorizationCodes, deviceCodes };
  const counts = await Promise.all(
    Object.entries(tables).map(async ([name, table]) => [name, await db.$count(table)] as const),
  );
  return Object.fromEntries(counts);
}
