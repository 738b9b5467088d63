import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { securityEvents } from '@/db/schema/security';
import { sessions } from '@/db/schema/sign-in';
import { callerFor } from '@/server/testing/callers';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';

test('second factors are taken once, with notice, and whoever had them is signed out', async ({
  db,
  given,
  trail,
  notices,
}) => {
  const actor = await given.holder('person.resetFactors', 'person.view', 'person.viewSecurity');
  const subject = await given.user();
  await given.totp(subject);
  await given.passkey(subject);
  await given.recoveryCodes(subject, { count: 3 });
  const { users } = callerFor(db, actor, { ip: '192.0.2.77' }).moderation;
  const results = await Promise.all([
    users.resetFactors({ id: subject.id }),
    users.resetFactors({ id: subject.id }),
  ]);
  expect(results).toContainEqual({ passkeys: 1, authenticators: 1 });
  expect(results).toContainEqual({ passkeys: 0, authenticators: 0 });
  const { security } = await users.get({ handle: subject.handle });
  expect(security?.factors).toMatchObject({ passkeys: 0, authenticators: 0, recoveryCodes: 0 });
  expect(security?.sessions).toEqual([]);
  const entries = (await trail(subject)).filter(({ kind }) => kind === 'factors.reset');
  expect(entries).toMatchObject([{ actorId: actor.id, ip: '192.0.2.77' }]);
  // From where staff did it is not the person's to know.
  const [event] = await db.select().from(securityEvents).where(eq(securityEvents.userId, subject.id));
  expect(event).toMatchObject({ kind: 'factors.reset', ip: null, sessionId: null });
  expect(await notices(subject)).toMatchObject([{ data: { eventId: event?.id }, actorId: null }]);
});

test('nobody takes the factors of who may do more, nor their own', async ({ db, given }) => {
  const actor = await given.holder('person.resetFactors');
  const above = await given.holder('roles.assign');
  await given.totp(above);
  const { users } = callerFor(db, actor).moderation;
  for (const { id } of [above, actor])
    expect(await refusal(users.resetFactors({ id }))).toEqual({ reason: 'ABOVE_YOU' });
  const missing = '00000000-0000-7000-8000-000000000001';
  expect(await refusal(users.resetFactors({ id: missing }))).toEqual({ reason: 'NOT_FOUND' });
  const kept = await db.select().from(sessions).where(eq(sessions.userId, above.id));
  expect(kept).toHaveLength(1);
});
