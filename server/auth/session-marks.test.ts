import { and, eq } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { securityEvents } from '@/db/schema/security';
import { sessions } from '@/db/schema/sign-in';
import { EVENT_DAYS } from '@/server/security/catalog';
import { sweepSecurityEvents } from '@/server/security/sweep';
import { callerFor } from '@/server/testing/callers';
import { CookieJar } from '@/server/testing/cookie-jar';
import { PASSWORD } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { redeem } from '@/server/testing/next-auth';
import { enterByPasskey, sessionOf } from '@/server/testing/passkey-browser';

test('the first sign-in of an account does not stand out, however it is made', async ({ db, given }) => {
  const person = await given.user();
  expect(await marksOfSignIn(db, person, { ip: '203.0.113.7' })).toEqual([]);
  const { authenticator } = await given.passkey(await given.user());
  expect(await marksByPasskey(db, { authenticator })).toEqual([]);
});

test('a browser that the person never signed in in is new once', async ({ db, given }) => {
  const person = await given.user();
  const [home, elsewhere] = [new CookieJar(), new CookieJar()];
  const ip = '203.0.113.7';
  expect(await marksOfSignIn(db, person, { cookies: home, ip })).toEqual([]);
  expect(await marksOfSignIn(db, person, { cookies: home, ip })).toEqual([]);
  expect(await marksOfSignIn(db, person, { cookies: elsewhere, ip })).toEqual(['newBrowser']);
  for (const cookies of [home, elsewhere])
    expect(await marksOfSignIn(db, person, { cookies, ip })).toEqual([]);
});

test.for([
  ['203.0.113.7', '203.0.113.200', '203.0.112.7'],
  ['2001:db8:7:1::1', '2001:db8:7:ffff::9', '2001:db8:8:1::1'],
  ['2001:db8::1', '2001:db8:0:5::1', '203.0.113.7'],
  ['203.0.113.7', '203.0.113.7', '2001:db8::1'],
] as const)(
  'a network is known by its /24 or /48: %s and %s, not %s',
  async ([first, same, other], { db, given }) => {
    const person = await given.user();
    const cookies = new CookieJar();
    expect(await marksOfSignIn(db, person, { cookies, ip: first })).toEqual([]);
    expect(await marksOfSignIn(db, person, { cookies, ip: same })).toEqual([]);
    expect(await marksOfSignIn(db, person, { cookies, ip: other })).toEqual(['newNetwork']);
    // Known by the log, whatever has become of the sessions.
    for (const ip of [first, other]) expect(await marksOfSignIn(db, person, { cookies, ip })).toEqual([]);
    expect(await marksOfSignIn(db, person, { ip: '198.51.100.1' })).toEqual(['newBrowser', 'newNetwork']);
  },
);

test('the sign-ins of others, and what else happened in a network, make it no known one', async ({
  db,
  given,
}) => {
  const [person, other] = [await given.user(), await given.user()];
  const cookies = new CookieJar();
  await marksOfSignIn(db, person, { cookies, ip: '203.0.113.7' });
  await marksOfSignIn(db, other, { ip: '198.51.100.7' });
  await given.event(person, { kind: 'signIn.failed', ip: '198.51.100.7' });
  expect(await marksOfSignIn(db, person, { cookies, ip: '198.51.100.7' })).toEqual(['newNetwork']);
});

test('where an address is not known nobody is kept out, and no network is new', async ({ db, given }) => {
  const person = await given.user();
  const cookies = new CookieJar();
  for (const ip of ['unknown', 'fe80::1%eth0', ''])
    await given.event(person, { kind: 'session.started', ip });
  await given.knownBrowser(person);
  expect(await marksOfSignIn(db, person, { cookies, ip: 'unknown' })).toEqual(['newBrowser']);
  expect(await marksOfSignIn(db, person, { cookies, ip: '203.0.113.7' })).toEqual(['newNetwork']);
});

test('a passkey stands out at the first session that it opens, and each for itself', async ({
  db,
  given,
}) => {
  const person = await given.user();
  const [one, other] = [await given.passkey(person), await given.passkey(person)];
  await given.event(person, { kind: 'session.started', ip: '203.0.113.9' });
  const cookies = new CookieJar();
  await given.knownBrowser(person);
  expect(await marksByPasskey(db, { ...one, cookies })).toEqual(['newBrowser', 'newPasskey']);
  // Each sign-in has ended the session of the one before.
  expect(await marksByPasskey(db, { ...one, cookies })).toEqual([]);
  expect(await marksByPasskey(db, { ...other, cookies })).toEqual(['newPasskey']);
  for (const { authenticator } of [one, other])
    expect(await marksByPasskey(db, { authenticator, cookies })).toEqual([]);
  expect(await marksByPasskey(db, { ...one })).toEqual(['newBrowser']);
});

test('a passkey whose session is older than its entry in the log is not new', async ({ db, given }) => {
  const person = await given.user();
  const passkey = await given.passkey(person);
  await given.event(person, { kind: 'session.started', ip: '203.0.113.9' });
  await given.passkeySession(person, { passkey });
  expect(await marksByPasskey(db, passkey)).toEqual(['newBrowser']);
});

test('whoever comes back after more than a year is known to have been there, and their passkey', async ({
  db,
  given,
}) => {
  const person = await given.user();
  const [one, other] = [await given.passkey(person), await given.passkey(person)];
  const cookies = new CookieJar();
  expect(await marksByPasskey(db, { ...one, cookies })).toEqual([]);
  await db.delete(sessions).where(eq(sessions.userId, person.id));
  const inAYear = new Date(Date.now() + (EVENT_DAYS + 1) * 86_400_000);
  await sweepSecurityEvents(db, { now: inAYear });
  expect(await db.$count(securityEvents, eq(securityEvents.userId, person.id))).toBe(0);

  expect(await marksByPasskey(db, { ...one, cookies })).toEqual(['newNetwork']);
  expect(await marksByPasskey(db, { ...other, cookies })).toEqual(['newPasskey']);
});

test('which passkey it was is told to its person, and not to the trail', async ({ db, given, trail }) => {
  const person = await given.user();
  const { id, authenticator } = await given.passkey(person);
  await marksByPasskey(db, { authenticator });
  const started = and(eq(securityEvents.userId, person.id), eq(securityEvents.kind, 'session.started'));
  const [event] = await db.select({ details: securityEvents.details }).from(securityEvents).where(started);
  expect(event?.details).toEqual({ methods: 'hwk', passkeyId: id });
  expect(JSON.stringify(await trail(person))).not.toContain(id);
});

test('the marks stand in the list of the person', async ({ db, given }) => {
  const person = await given.user();
  await marksOfSignIn(db, person, { ip: '203.0.113.7' });
  const cookies = new CookieJar();
  await marksOfSignIn(db, person, { cookies, ip: '198.51.100.7' });
  const { sessions } = await callerFor(db, null, { cookies }).auth.sessions.list();
  expect(sessions[0]).toMatchObject({ current: true, marks: ['newBrowser', 'newNetwork'] });
});

/** The marks of a session that is begun as the pages begin it, by a password. */
async function marksOfSignIn(
  db: Database,
  person: { email: string },
  { cookies = new CookieJar(), ip }: { cookies?: CookieJar; ip: string },
) {
  const api = callerFor(db, null, { cookies, ip });
  await api.auth.signIn.start({ email: person.email });
  const { ticket } = await api.auth.signIn.password({ password: PASSWORD });
  expect((await redeem(db, { ticket, cookies, ip })).status).toBe(200);
  return (await sessionOf(db, cookies)).marks;
}

/** The same by a passkey, always from one network. */
async function marksByPasskey(
  db: Database,
  {
    authenticator,
    cookies = new CookieJar(),
  }: Pick<Parameters<typeof enterByPasskey>[1], 'authenticator'> & { cookies?: CookieJar },
) {
  const { ticket } = await enterByPasskey(db, { cookies, authenticator });
  expect((await redeem(db, { ticket, cookies, ip: '203.0.113.9' })).status).toBe(200);
  return (await sessionOf(db, cookies)).marks;
}
