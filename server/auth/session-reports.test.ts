import { desc, eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { trustedDevices } from '@/db/schema/factors';
import { securityEvents } from '@/db/schema/security';
import { callerFor } from '@/server/testing/callers';
import { CookieJar } from '@/server/testing/cookie-jar';
import { PASSWORD } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { redeem } from '@/server/testing/next-auth';
import { refusal } from '@/server/testing/refusal';
import { recogniseBrowser } from './browsers';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const TWENTY = Array.from({ length: 20 });
const NOBODY = '00000000-0000-4000-8000-000000000000';

test('a session reported as unknown ends with all others, and nothing is trusted or known any more', async ({
  db,
  given,
  trail,
}) => {
  const person = await given.user();
  const thief = await given.signedIn(person, { ip: '198.51.100.9', userAgent: FIREFOX });
  const [other, app] = [await given.session(person), await given.app(person)];
  await given.trustedBrowser(person);
  const browser = await given.knownBrowser(person);
  const reset = await given.reset(person);
  const change = await given.emailChange(person, { stage: 'approved' });
  const entering = new CookieJar({ 'foyer.attempt': await given.attempt(person) });
  const signIn = callerFor(db, null, { cookies: entering }).auth.signIn;
  const { ticket } = await signIn.password({ password: PASSWORD });

  const api = callerFor(db, person);
  const ended = { endedSessions: 3, forgottenDevices: 1 };
  const answer = await api.auth.sessions.reportUnknown({ id: thief.sessionId });
  expect(answer).toEqual({ ...ended, signedOut: false });

  for (const gone of [thief, other])
    expect(await refusal(callerFor(db, gone).viewer.me())).toEqual({ reason: 'SESSION_ENDED' });
  const asApp = callerFor(db, null, { headers: app.headers });
  expect(await refusal(asApp.viewer.me())).toEqual({ reason: 'TOKEN_REFUSED' });
  expect(await api.viewer.me()).toMatchObject({ userId: person.id });
  expect(await db.$count(trustedDevices, eq(trustedDevices.userId, person.id))).toBe(0);
  expect((await redeem(db, { ticket, cookies: entering })).status).toBe(401);
  const password = 'nine herons wade past the mill';
  const visitor = callerFor(db, null);
  expect(await refusal(visitor.auth.password.reset({ token: reset.token, password }))).toEqual({
    reason: 'LINK_EXPIRED',
  });
  const confirm = visitor.profile.changeEmail.confirm({ token: change.confirm });
  expect(await refusal(confirm)).toEqual({ reason: 'LINK_EXPIRED' });
  const visit = { userId: person.id, cookie: browser, now: new Date() };
  expect(await recogniseBrowser(db, visit)).toMatchObject({ isNew: true });

  const details = { ...ended, reportedId: thief.sessionId, browser: 'Firefox', system: 'Linux' };
  const [event] = await db
    .select({
      kind: securityEvents.kind,
      sessionId: securityEvents.sessionId,
      details: securityEvents.details,
    })
    .from(securityEvents)
    .where(eq(securityEvents.userId, person.id))
    .orderBy(desc(securityEvents.id))
    .limit(1);
  expect(event).toEqual({
    kind: 'account.reportedUnknown',
    sessionId: await given.sessionId(person),
    details: { ...details, ip: '198.51.100.9' },
  });
  expect(await trail(person)).toMatchObject([{ kind: 'account.reportedUnknown', after: details }]);
});

test('reported twenty times at once it is told once, and said again it ends nothing', async ({
  db,
  given,
  trail,
}) => {
  const person = await given.user();
  const { sessionId: id } = await given.signedIn(person);
  const report = () => callerFor(db, person).auth.sessions.reportUnknown({ id });
  const answers = await Promise.all(TWENTY.map(report));
  const ended = answers.map(({ endedSessions }) => endedSessions);
  expect(ended.toSorted((a, b) => a - b)).toEqual([...Array.from({ length: 19 }, () => 0), 1]);
  const later = await given.session(person);
  expect(await report()).toEqual({ endedSessions: 0, forgottenDevices: 0, signedOut: false });
  expect(await callerFor(db, later).viewer.me()).toMatchObject({ userId: person.id });
  expect(await trail(person)).toHaveLength(1);
});

test('one that left by itself is reported as well; one that never was this person`s is not there', async ({
  db,
  given,
  trail,
}) => {
  const [person, other] = [await given.user(), await given.user()];
  const thief = await given.signedIn(person);
  await given.event(person, { kind: 'session.started', sessionId: thief.sessionId, userAgent: FIREFOX });
  await callerFor(db, thief).auth.signOut();
  await given.trustedBrowser(person);
  const { reportUnknown } = callerFor(db, person).auth.sessions;
  const foreign = [NOBODY, await given.sessionId(other)];
  for (const id of foreign) expect(await refusal(reportUnknown({ id }))).toEqual({ reason: 'NOT_FOUND' });
  expect(await callerFor(db, other).viewer.me()).toMatchObject({ userId: other.id });
  expect(await reportUnknown({ id: thief.sessionId })).toMatchObject({ forgottenDevices: 1 });
  const after = { reportedId: thief.sessionId, browser: 'Firefox' };
  expect((await trail(person)).at(-1)).toMatchObject({ kind: 'account.reportedUnknown', after });
});
