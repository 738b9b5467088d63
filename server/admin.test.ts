import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq, sql } from 'drizzle-orm';
import { afterEach, expect, vi } from 'vitest';
import { auditEntries } from '@/db/schema/audit';
import { proofFailures } from '@/db/schema/security';
import { sessions } from '@/db/schema/sign-in';
import { CLOSED_AFTER, passwordKey, totpKey } from './auth/proofs';
import { hashToken } from './auth/tokens';
import { callerFor } from './testing/callers';
import { test } from './testing/fixtures';

const PRESENT = 'the secret of today that is long enough';
const EARLIER = 'the secret of last year that was long enough';

afterEach(() => {
  vi.unstubAllEnvs();
  process.exitCode = undefined;
});

test('rotate-keys encrypts with the present secret, and says what is left to do', async ({
  database,
  given,
}) => {
  const user = await given.user();
  await given.totp(user, { secret: EARLIER });
  await given.totp(user, { secret: 'a secret that nobody remembers any longer' });
  const env = { AUTH_SECRET: PRESENT, AUTH_SECRET_PREVIOUS: EARLIER };
  const addIt =
    'What is not readable is under a secret that AUTH_SECRET_PREVIOUS does not name: add it there, and run this again.\n';
  const newKey =
    /A new key signs access tokens from \d{4}-\d\d-\d\dT\S+Z; the one before is believed for ten minutes more\.\n$/;
  const first = await admin(['rotate-keys'], { DATABASE_URL: database.url, ...env });
  expect(first).toEqual({ exitCode: undefined, out: expect.stringMatching(newKey), err: '' });
  expect(first.out?.replace(newKey, '')).toBe(
    `Encrypted anew: 1. Under the present secret already: 0. Not readable: 1.\n${addIt}`,
  );
  const second = await admin(['rotate-keys'], { DATABASE_URL: database.url, ...env });
  // The authenticator app, and the key that signs.
  expect(second.out?.replace(newKey, '')).toBe(
    `Encrypted anew: 0. Under the present secret already: 2. Not readable: 1.\n${addIt}`,
  );
});

test('reopen-factors forgets the wrong guesses at a person`s password and app, wherever, and of nobody else', async ({
  database,
  db,
  given,
  trail,
}) => {
  const [user, other] = [await given.user(), await given.user()];
  const [device, browser] = [await given.trustedDevice(user), await given.knownBrowser(user)];
  const [session] = await db.select().from(sessions).where(eq(sessions.userId, user.id));
  const times = { lastAt: new Date(), openAt: new Date() };
  const theirs = [
    passwordKey(user.email),
    passwordKey(user.email, device.id),
    passwordKey(user.email, hashToken(browser)),
    passwordKey(user.email, session?.id),
    totpKey(user.id),
    totpKey(user.id, session?.id),
  ];
  const stays = [passwordKey(other.email), totpKey(other.id)];
  await db
    .insert(proofFailures)
    .values([...theirs, ...stays].map((key) => ({ key, failures: 9, inARow: CLOSED_AFTER, ...times })));
  const env = { DATABASE_URL: database.url, AUTH_SECRET: PRESENT };
  expect(await admin(['reopen-factors', user.email], env)).toEqual({
    exitCode: undefined,
    out: `Password and authenticator app of ${user.email} can be tried again.\n`,
    err: '',
  });
  const left = await db.select({ key: proofFailures.key }).from(proofFailures);
  expect(left.map(({ key }) => key).toSorted()).toEqual(stays.toSorted());
  expect(await trail(user)).toMatchObject([{ kind: 'factors.reopened', actorId: null }]);
  const nobody = await admin(['reopen-factors', 'nobody@example.test'], env);
  expect(nobody).toMatchObject({ exitCode: 1, err: expect.stringContaining('Nobody here has the address') });
  expect(await admin(['reopen-factors'], env)).toMatchObject({
    exitCode: 1,
    err: expect.stringMatching(/^Usage/),
  });
});

test('delete-account deletes at once, but for the last administrator', async ({
  database,
  db,
  given,
  jobs,
}) => {
  const [user, administrator] = [await given.user(), await given.holder('roles.assign')];
  const env = { DATABASE_URL: database.url, AUTH_SECRET: PRESENT };
  const told = await admin(['delete-account', user.email.toUpperCase()], env);
  expect(told).toMatchObject({ exitCode: undefined, err: '' });
  const receiptId = /\/receipts\/(\S+)\n$/.exec(told.out ?? '')?.[1] ?? '';
  expect(await callerFor(db, null).account.receipt({ id: receiptId })).toMatchObject({ state: 'waiting' });
  expect(await jobs()).toContainEqual({ name: 'account.erase', payload: { userId: user.id } });
  expect(await callerFor(db, await given.session(user)).viewer.current()).toBeNull();
  for (const [email, complaint] of [
    [user.email, 'is being deleted already'],
    [administrator.email, 'is the last administrator'],
    ['nobody@example.test', 'Nobody here has the address'],
  ] as const)
    expect(await admin(['delete-account', email], env)).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining(complaint),
    });
});

test('verify-audit proves the trail, also against a link that was noted down, and says what is wrong with it', async ({
  database,
  db,
  given,
}) => {
  await given.user();
  const env = { DATABASE_URL: database.url, AUTH_SECRET: PRESENT };
  const proof = await admin(['verify-audit'], env);
  expect(proof).toMatchObject({ exitCode: undefined, err: '' });
  const link = /^Its last link: (\d+:[0-9a-f]{64})\./m.exec(proof.out ?? '')?.[1] ?? '';
  await given.auditEntry();
  expect((await admin(['verify-audit', link], env)).out).toContain(`${link} is part of it.`);
  const wrong = link.replace(/:./, (start) => (start === ':0' ? ':1' : ':0'));
  expect(await admin(['verify-audit', wrong], env)).toMatchObject({
    exitCode: 1,
    err: expect.stringContaining(`${wrong} is not a link of its chain.`),
  });
  expect(await admin(['verify-audit', 'x'], env)).toMatchObject({
    exitCode: 1,
    err: expect.stringMatching(/^Usage/),
  });

  const id = await given.auditEntry();
  await admin(['verify-audit'], env);
  await db.execute(sql`alter table audit_entries disable trigger user`);
  await db.delete(auditEntries).where(eq(auditEntries.id, id));
  await db.execute(sql`alter table audit_entries enable trigger user`);
  expect(await admin(['verify-audit'], env)).toMatchObject({
    exitCode: 1,
    err: expect.stringMatching(new RegExp(`Entry ${id} \\(\\d+\\): missing\\.`)),
  });
});

test('what it does not know is answered with how to use it', async ({ database }) => {
  const answer = await admin(['rotate'], { DATABASE_URL: database.url, AUTH_SECRET: PRESENT });
  expect(answer).toEqual({ exitCode: 1, out: '', err: expect.stringMatching(/^Usage:\n.*rotate-keys/s) });
});

/** Runs the command as `npm run admin` does, in this process. */
async function admin(words: string[], env: Record<string, string>) {
  const dataDir = mkdtempSync(join(tmpdir(), 'foyer-admin-'));
  for (const [name, value] of Object.entries({ ...env, DATA_DIR: dataDir })) vi.stubEnv(name, value);
  const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const err = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const argv = process.argv;
  process.argv = [...argv.slice(0, 2), ...words];
  process.exitCode = undefined;
  try {
    // A command is its module: it runs when that is loaded.
    vi.resetModules();
    await import('./admin');
    const [told, complained] = [out, err].map(({ mock }) => mock.calls.map(([text]) => text).join(''));
    return { exitCode: process.exitCode, out: told, err: complained };
  } finally {
    process.argv = argv;
    vi.restoreAllMocks();
    rmSync(dataDir, { recursive: true });
  }
}
