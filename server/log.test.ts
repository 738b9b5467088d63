import { expect, onTestFinished } from 'vitest';
import type { Database } from '@/db/client';
import { openDatabase } from '@/db/client';
import { createLog } from './log';
import { callerFor } from './testing/callers';
import { CookieJar } from './testing/cookie-jar';
import { createTestDatabase } from './testing/database';
import { makeGiven, PASSWORD } from './testing/factories';
import { test } from './testing/fixtures';
import { serve } from './testing/http';
import { redeem } from './testing/next-auth';

/** A log at its most talkative, and what was written to it. */
function openLog() {
  const lines: string[] = [];
  return { lines, log: createLog('trace', { write: (line) => void lines.push(line) }) };
}

const EMAIL = 'canary.person@example.test';
const IP = '198.51.100.123';
const WRONG = 'eight walruses knit at dusk';

test('signing up and in leaves no secret, no address and no whole IP address in the log', async ({
  db,
  given,
}) => {
  const { lines, log } = openLog();
  const secrets = [PASSWORD, WRONG, EMAIL, EMAIL.split('@')[0] ?? '', IP];
  const cookies = new CookieJar();
  const visit = { cookies, ip: IP, services: { log }, headers: { 'user-agent': 'a browser' } };
  const api = callerFor(db, null, visit);
  const wish = { displayName: 'Canary', password: PASSWORD, locale: 'en' as const, timeZone: null };
  await api.auth.signUp({ ...wish, email: EMAIL });
  await api.auth.resendVerification();
  await api.auth.signUp({ ...wish, email: EMAIL, password: 'canary.person' }).catch(() => undefined);
  const { token } = await given.signUp({ email: EMAIL });
  await api.auth.verifyEmail({ token, password: WRONG }).catch(() => undefined);
  await api.auth.verifyEmail({ token, password: PASSWORD });
  for (const password of [WRONG, WRONG, PASSWORD]) {
    await api.auth.signIn.start({ email: EMAIL });
    const ticket = await api.auth.signIn.password({ password }).then(
      (answer) => answer.ticket ?? '',
      () => 'a ticket made up',
    );
    await redeem(db, { ticket, ...visit });
    secrets.push(ticket);
  }
  await api.profile.update({ bio: 'a bio that is nobody`s business' });
  await api.auth.signOut();
  secrets.push(
    token,
    ...cookies.received.map((cookie) => cookie.split(/[=;]/)[1] ?? ''),
    'nobody`s business',
  );
  expectNone(lines, secrets);
});

test('the way of a request over the line is logged without what it carries', async ({ db }) => {
  const { lines, log } = openLog();
  const server = await serve(db, { services: { log }, trustedProxies: ['127.0.0.1'] });
  onTestFinished(() => server.stop());
  const headers = {
    cookie: 'foyer.session=canary-session; foyer.attempt=canary-attempt',
    authorization: 'Bearer canary-token',
    'x-forwarded-for': IP,
  };
  await server.call('auth.signIn.start', { email: EMAIL }, headers);
  await server.call('auth.signIn.password', { password: PASSWORD }, headers);
  await server.ask({ path: `/verify-email?token=canary-link&email=${EMAIL}`, headers });
  await server.ask({ path: '/api/trpc/profile.me', headers });
  expect(lines.length).toBeGreaterThanOrEqual(4);
  expectNone(lines, [EMAIL, PASSWORD, IP, 'canary', '127.0.0.1']);
});

test('a statement that fails is logged with its text and the reason, and none of its values', async () => {
  const { lines, log } = openLog();
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  const { db } = database.connection;
  const user = await makeGiven(db).user({ email: EMAIL });
  await db.execute('alter table login_attempts add constraint canary check (email is null) not valid');
  await db.execute("alter table profiles add constraint canary2 check (bio = '')");
  await attemptBoth(db, log, user);
  const entries = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'procedure failed');
  expect(entries).toMatchObject([
    {
      path: 'auth.signIn.start',
      error: {
        statement: expect.stringContaining('insert into "login_attempts"'),
        stack: expect.arrayContaining([expect.stringMatching(/^at /)]),
        cause: { name: 'PostgresError', code: '23514', message: expect.stringContaining('canary') },
      },
    },
    { path: 'profile.update', error: { cause: { code: '23514' } } },
  ]);
  expectNone(lines, [EMAIL, user.token, 'a bio that is', 'Failing row', 'params']);
});

test('a database that is away is logged by its code, without its address or password', async () => {
  const { lines, log } = openLog();
  const away = openDatabase('postgres://canary-name:canary-word@127.0.0.1:1/canary-base', {
    limits: { acquire: 100 },
  });
  onTestFinished(() => away.end());
  const server = await serve(away.db, { services: { log } });
  onTestFinished(() => server.stop());
  const headers = { cookie: 'foyer.session=canary-session; foyer.attempt=canary-attempt' };
  await server.ask({ path: '/settings/profile', headers });
  await server.call('auth.signIn.start', { email: EMAIL }, headers);
  await redeem(away.db, {
    ticket: 'canary-ticket',
    cookies: new CookieJar({ 'foyer.attempt': 'canary' }),
    services: { log },
  });
  expect(lines.join('')).toContain('DB_DOWN');
  expectNone(lines, ['canary', EMAIL]);
});

test('what a caller forgets to leave out is removed', () => {
  const { lines, log } = openLog();
  const secret = { password: 'canary', token: 'canary', ticket: 'canary', cookie: 'canary', email: 'canary' };
  log.info({ ...secret, request: { ...secret, authorization: 'canary' } }, 'forgotten');
  log.error({ error: 'not an error, but canary@example.test' }, 'thrown');
  expectNone(lines, ['canary']);
});

test('a line cannot be forged', () => {
  const { lines, log } = openLog();
  log.warn({ path: 'x\n{"level":50}', error: new Error('one\n{"level":60}\u001b[31m') }, 'y\r\nz');
  expect(lines).toHaveLength(1);
  expect(lines[0]?.trimEnd()).not.toMatch(/[\p{Cc}]/u);
});

function expectNone(lines: string[], secrets: string[]) {
  const found = secrets.filter((secret) => secret.length > 3 && lines.some((line) => line.includes(secret)));
  expect(found).toEqual([]);
}

async function attemptBoth(db: Database, log: ReturnType<typeof createLog>, user: { token: string }) {
  const api = callerFor(db, user, { services: { log }, ip: IP });
  await expect(api.auth.signIn.start({ email: EMAIL })).rejects.toThrow();
  await expect(api.profile.update({ bio: 'a bio that is nobody`s business' })).rejects.toThrow();
}
