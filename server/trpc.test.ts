import { expect } from 'vitest';
import { DatabaseError } from '@/db/connection/errors';
import { createCaller } from './router';
import { contextFor } from './testing/callers';
import { CookieJar } from './testing/cookie-jar';
import { test } from './testing/fixtures';
import { refusal } from './testing/refusal';

test.for([
  ['DB_DOWN', 'UNAVAILABLE', 'UNAVAILABLE'],
  ['DB_BUSY', 'UNAVAILABLE', 'UNAVAILABLE'],
  ['DB_LOST', 'UNAVAILABLE', 'UNCERTAIN'],
  ['DB_LATE', 'UNAVAILABLE', 'UNCERTAIN'],
] as const)(
  '%s while reading is told as %s, while changing as %s',
  async ([code, reading, changing], { db }) => {
    const session = () => Promise.reject(new DatabaseError(code, 'the line is gone'));
    const api = createCaller(() => ({ ...contextFor(db, null), session, anySession: session }));
    expect(await refusal(api.profile.me())).toEqual({ reason: reading, retryAfter: 2 });
    expect(await refusal(api.profile.update({ bio: 'x' }))).toEqual({ reason: changing, retryAfter: 2 });
  },
);

test('an error while finding out who asks is a no, and never a visitor`s yes', async ({ db }) => {
  const session = () => Promise.reject(new TypeError('something unforeseen'));
  const api = createCaller(() => ({ ...contextFor(db, null), session, anySession: session }));
  for (const call of [api.viewer.current(), api.viewer.me(), api.viewer.staff(), api.operations.overview()])
    expect(await refusal(call)).toEqual({ reason: 'INTERNAL' });
});

test('the session of a request is looked up once, however often it is asked for', async ({ db, given }) => {
  const user = await given.user();
  const context = contextFor(db, user);
  const [first, second] = await Promise.all([context.session(), context.session()]);
  expect(first).toMatchObject({ userId: user.id });
  expect(second).toBe(first);
});

test('the language is the account`s, then the one chosen on this device, then the browser`s', async ({
  db,
  given,
}) => {
  const user = await given.user({ locale: 'fr' });
  const headers = { 'accept-language': 'fr' };
  const jar = (cookies: Record<string, string>) => new CookieJar(cookies);
  const english = { 'foyer.locale': 'en' };
  expect(await contextFor(db, user, { cookies: jar(english) }).locale()).toBe('fr');
  expect(await contextFor(db, null, { cookies: jar(english), headers }).locale()).toBe('en');
  expect(await contextFor(db, null, { cookies: jar({ 'foyer.locale': 'xx' }), headers }).locale()).toBe('fr');
  expect(await contextFor(db, null).locale()).toBe('en');
});
