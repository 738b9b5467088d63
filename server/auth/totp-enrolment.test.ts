import { and, eq, isNull } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { totpAuthenticators } from '@/db/schema/factors';
import { proofFailures } from '@/db/schema/security';
import { callerFor, SECRET } from '@/server/testing/callers';
import { codeOf, wrongCode } from '@/server/testing/codes-factories';
import { CookieJar } from '@/server/testing/cookie-jar';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';
import { decrypt } from './encryption';
import { countedProof, totpKey } from './proofs';
import { totpRow } from './totp';

const EXPIRED = { reason: 'CEREMONY_EXPIRED' };

test('what is begun can be scanned, is kept encrypted, and counts for nothing yet', async ({ db, given }) => {
  const user = await given.user();
  const api = callerFor(db, user);
  const begun = await api.auth.totp.begin();
  const uri = new URL(begun.uri);
  expect(decodeURIComponent(uri.pathname)).toBe(`/Foyer:${user.email}`);
  expect(uri.searchParams.get('secret')).toBe(begun.key);
  expect(begun.qr).toEqual({ size: expect.any(Number), path: expect.stringMatching(/^M4 4h7v1H4z/) });

  const [row] = await db.select().from(totpAuthenticators).where(eq(totpAuthenticators.id, begun.id));
  expect(JSON.stringify(row)).not.toContain(begun.key);
  const stored = row?.secret ?? '';
  const boundTo = totpRow({ id: begun.id, userId: user.id });
  expect(decrypt({ stored, secrets: [SECRET], boundTo })).toBe(begun.key);

  expect(await api.auth.totp.list()).toEqual([]);
  expect((await api.auth.readiness()).factors.totp).toBe(0);
  const attempt = await given.secondStep(user);
  const elsewhere = callerFor(db, null, { cookies: new CookieJar({ 'foyer.attempt': attempt }) });
  const entering = elsewhere.auth.signIn.totp({ code: codeOf(begun), trustDevice: false });
  expect(await refusal(entering)).toEqual({ reason: 'CODE_WRONG' });
});

test('a code takes it into use, is told, and makes this session one that has proven two factors', async ({
  db,
  given,
  trail,
}) => {
  const user = await given.user();
  const cookies = new CookieJar();
  const api = callerFor(db, user, { cookies });
  const begun = await api.auth.totp.begin();
  const confirmed = await api.auth.totp.confirm({ id: begun.id, code: codeOf(begun), name: 'Phone' });
  expect(confirmed).toEqual({ id: begun.id, recoveryCodesMissing: true });
  expect(await api.auth.totp.list()).toEqual([
    { id: begun.id, name: 'Phone', createdAt: expect.any(Date), lastUsedAt: null },
  ]);
  const session = { sessionId: expect.any(String) };
  expect(await trail(user)).toMatchObject([{ kind: 'totp.added', after: session }]);

  expect(await callerFor(db, user).viewer.current()).toBeNull();
  expect(cookies.get('foyer.session')).not.toBe(user.token);
  // What asks for a second factor from now on does not ask again for the one just given.
  expect((await api.auth.recoveryCodes.generate()).codes).toHaveLength(10);
  const another = await api.auth.totp.begin();
  const wish = { id: another.id, code: codeOf(another), name: 'Tablet' };
  expect(await api.auth.totp.confirm(wish)).toMatchObject({ recoveryCodesMissing: false });
});

test('the code that confirmed it opens nothing more', async ({ db, given }) => {
  const user = await given.user();
  const api = callerFor(db, user, { cookies: new CookieJar() });
  const begun = await api.auth.totp.begin();
  const code = codeOf(begun);
  await api.auth.totp.confirm({ id: begun.id, code, name: 'Phone' });
  expect(await refusal(api.auth.stepUp.totp({ code }))).toEqual({ reason: 'CODE_WRONG' });
  await api.auth.stepUp.totp({ code: codeOf(begun, { step: 1 }) });
});

test('a wrong code confirms nothing, and the right one still does', async ({ db, given, trail }) => {
  const user = await given.user();
  const begun = await given.pendingTotp(user);
  const confirm = (code: string) =>
    callerFor(db, user).auth.totp.confirm({ id: begun.id, code, name: 'Phone' });
  expect(await refusal(confirm(wrongCode(begun)))).toEqual({ reason: 'CODE_WRONG' });
  expect(await trail(user)).toEqual([]);
  expect(await confirm(codeOf(begun))).toMatchObject({ id: begun.id });
});

test('it is confirmed in the session that began it alone, and within ten minutes', async ({ db, given }) => {
  const user = await given.user();
  const begun = await given.pendingTotp(user);
  const wish = { id: begun.id, code: codeOf(begun), name: 'Phone' };
  for (const other of [await given.session(user), await given.user()])
    expect(await refusal(callerFor(db, other).auth.totp.confirm(wish))).toEqual(EXPIRED);

  const another = await given.user();
  const late = await given.pendingTotp(another, { now: new Date(Date.now() - 600_000) });
  const tooLate = callerFor(db, another).auth.totp.confirm({ ...wish, id: late.id, code: codeOf(late) });
  expect(await refusal(tooLate)).toEqual(EXPIRED);
  const inTime = await given.pendingTotp(another, { now: new Date(Date.now() - 500_000) });
  await callerFor(db, another).auth.totp.confirm({ ...wish, id: inTime.id, code: codeOf(inTime) });
});

test('confirmed twenty times at once it is taken into use once', async ({ db, given, trail }) => {
  const user = await given.user();
  const begun = await given.pendingTotp(user);
  const wish = { id: begun.id, code: codeOf(begun), name: 'Phone' };
  const answers = await Promise.allSettled(
    Array.from({ length: 20 }, () => callerFor(db, user).auth.totp.confirm(wish)),
  );
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await trail(user)).toMatchObject([{ kind: 'totp.added' }]);
});

test('a session has one under way, however often it begins; those of others stay', async ({ db, given }) => {
  const user = await given.user();
  const elsewhere = await given.session(user);
  const other = await given.pendingTotp(elsewhere);
  const begun = await Promise.all(Array.from({ length: 20 }, () => callerFor(db, user).auth.totp.begin()));
  expect(await pendingOf(db, user)).toHaveLength(2);
  const confirming = await Promise.allSettled(
    begun.map((one) => confirmIn(db, user, { id: one.id, code: codeOf(one) })),
  );
  expect(confirming.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  // The second factor that there is by now is asked for first.
  const refused = await refusal(confirmIn(db, elsewhere, { id: other.id, code: codeOf(other) }));
  expect(refused).toEqual({ reason: 'STEP_UP_REQUIRED' });
});

test('beginning anew leaves the app in use as it is, until it is confirmed and after', async ({
  db,
  given,
}) => {
  const user = await given.user();
  const active = await given.totp(user);
  const actor = await given.twoFactorSession(user);
  const api = callerFor(db, actor, { cookies: new CookieJar() });
  const begun = await api.auth.totp.begin();
  // An app in use is none that can be confirmed, neither by its own code nor by that of the new one.
  for (const code of [codeOf(active), codeOf(begun)]) {
    const overwriting = api.auth.totp.confirm({ id: active.id, code, name: 'Mine now' });
    expect(await refusal(overwriting)).toEqual(EXPIRED);
  }
  await api.auth.stepUp.totp({ code: codeOf(active) });
  await api.auth.totp.confirm({ id: begun.id, code: codeOf(begun), name: 'New phone' });
  await api.auth.stepUp.totp({ code: codeOf(active, { step: 1 }) });
  expect((await api.auth.totp.list()).map(({ name }) => name)).toEqual(['Phone', 'New phone']);
});

test('five are enough: a sixth is not begun, and of many confirmed at once five remain', async ({
  db,
  given,
}) => {
  const user = await given.user();
  for (let n = 0; n < 3; n++) await given.totp(user);
  const actors = await Promise.all(Array.from({ length: 6 }, () => given.twoFactorSession(user)));
  const begun = await Promise.all(actors.map((actor) => given.pendingTotp(actor)));
  const answers = await Promise.allSettled(
    begun.map(({ id, key }, n) => confirmIn(db, actors[n], { id, code: codeOf({ key }) })),
  );
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  const api = callerFor(db, await given.twoFactorSession(user));
  expect(await api.auth.totp.list()).toHaveLength(5);
  expect(await refusal(api.auth.totp.begin())).toEqual({ reason: 'TOO_MANY_FACTORS' });
  const [left] = await pendingOf(db, user);
  const waiting = begun.findIndex(({ id }) => id === left?.id);
  const late = confirmIn(db, actors[waiting], {
    id: left?.id ?? '',
    code: codeOf(begun[waiting] ?? { key: '' }),
  });
  expect(await refusal(late)).toEqual({ reason: 'TOO_MANY_FACTORS' });
});

test('a new app ends all trust, and opens again what wrong codes have closed', async ({
  db,
  given,
  notices,
}) => {
  const user = await given.user();
  await given.trustedDevice(user);
  const key = totpKey(user.id);
  await countedProof(db, { ip: undefined, key, now: new Date(), check: async () => false });
  const begun = await given.pendingTotp(user);
  await confirmIn(db, user, { id: begun.id, code: codeOf(begun) });
  expect(await db.$count(proofFailures, eq(proofFailures.key, key))).toBe(0);
  expect(await callerFor(db, await given.session(user)).auth.trustedDevices.list()).toEqual([]);
  expect(await notices(user)).toMatchObject([{ data: { kind: 'totp.added' } }]);
});

async function pendingOf(db: Database, person: { id: string }) {
  return db
    .select({ id: totpAuthenticators.id })
    .from(totpAuthenticators)
    .where(and(eq(totpAuthenticators.userId, person.id), isNull(totpAuthenticators.confirmedAt)));
}

function confirmIn(
  db: Database,
  actor: { token: string } | undefined,
  { id, code }: { id: string; code: string },
) {
  return callerFor(db, actor ?? null).auth.totp.confirm({ id, code, name: 'Phone' });
}
