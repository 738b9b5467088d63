import { and, eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { passkeys } from '@/db/schema/factors';
import { securityEvents } from '@/db/schema/security';
import { callerFor } from '@/server/testing/callers';
import { CookieJar } from '@/server/testing/cookie-jar';
import { test } from '@/server/testing/fixtures';
import { redeem } from '@/server/testing/next-auth';
import { enterByPasskey, sessionOf } from '@/server/testing/passkey-browser';
import { refusal } from '@/server/testing/refusal';

test('a lower counter lets its owner in, flagged and told by mail, and sensitive things ask again', async ({
  db,
  given,
  notices,
  trail,
}) => {
  const user = await given.user();
  const { id, authenticator } = await given.passkey(user, { counter: 40, name: 'Blue key' });
  for (const counter of [40, 12]) {
    await db.update(passkeys).set({ counter: 40, counterWentBackAt: null }).where(eq(passkeys.id, id));
    const cookies = new CookieJar();
    const { ticket } = await enterByPasskey(db, { cookies, authenticator, lies: { counter } });
    await redeem(db, { ticket, cookies });
    const [flagged] = await db.select().from(passkeys).where(eq(passkeys.id, id));
    expect(flagged).toMatchObject({ counter, counterWentBackAt: expect.any(Date) });
    const flags = (await trail(user)).filter(({ kind }) => kind === 'passkey.counterWentBack');
    // What the key is called stands in its person's log alone: the trail outlives the account.
    expect(JSON.stringify(flags.at(-1))).not.toContain('Blue key');
    const events = await db
      .select()
      .from(securityEvents)
      .where(and(eq(securityEvents.userId, user.id), eq(securityEvents.kind, 'passkey.counterWentBack')))
      .orderBy(securityEvents.id);
    expect(events.at(-1)).toMatchObject({ details: { name: 'Blue key' } });
    const data = { eventId: events.at(-1)?.id, kind: 'passkey.counterWentBack' };
    const notice = expect.objectContaining({ type: 'security.factorChanged', data });
    expect(await notices(user)).toContainEqual(notice);
    expect(await sessionOf(db, cookies)).toMatchObject({ aal: 1, provenAal: 1 });
    const { passkeys: api } = callerFor(db, null, { cookies }).auth;
    expect(await refusal(api.registerOptions({}))).toEqual({ reason: 'STEP_UP_REQUIRED' });
  }
});

test('a copy is one factor at its second and third use as well, and its person is told once', async ({
  db,
  given,
  trail,
}) => {
  const user = await given.user();
  const { authenticator } = await given.passkey(user, { counter: 40 });
  for (const counter of [12, 13, 14, 3]) {
    const cookies = new CookieJar();
    const { ticket } = await enterByPasskey(db, { cookies, authenticator, lies: { counter } });
    await redeem(db, { ticket, cookies });
    expect(await sessionOf(db, cookies)).toMatchObject({ aal: 1, provenAal: 1 });
  }
  const told = (await trail(user)).filter(({ kind }) => kind === 'passkey.counterWentBack');
  expect(told).toHaveLength(1);
});

test('a counter that goes on is no news, nor one that never counts', async ({ db, given, trail }) => {
  const user = await given.user();
  for (const counter of [0, 5]) {
    const { id, authenticator } = await given.passkey(user, { counter });
    for (let use = 0; use < 2; use++) await enterByPasskey(db, { cookies: new CookieJar(), authenticator });
    const [used] = await db.select().from(passkeys).where(eq(passkeys.id, id));
    expect(used).toMatchObject({ counter: counter && counter + 2, counterWentBackAt: null });
  }
  expect((await trail(user)).map(({ kind }) => kind)).not.toContain('passkey.counterWentBack');
});
