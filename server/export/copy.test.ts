import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { describe, expect } from 'vitest';
import { messages } from '@/db/schema/messages';
import { oauthClients, oauthConsents } from '@/db/schema/oauth';
import { passwords, sessions } from '@/db/schema/sign-in';
import { profiles, users } from '@/db/schema/users';
import { diskStore } from '@/server/photos/disk-store';
import { changeHandle } from '@/server/profile/handles';
import { callerFor } from '@/server/testing/callers';
import { exportFile } from './files';
import { PARTS } from './parts';
import { test } from './testing/exports-test';
import { en } from './texts/en';
import { fr } from './texts/fr';

test('has a file for each part and a page, readable by its owner alone', async ({
  given,
  dataDir,
  making,
}) => {
  const person = await given.user();
  const { id, files } = await making.copyOf(person);
  expect([...files.keys()]).toEqual([...Object.keys(PARTS).map((name) => `${name}.json`), 'index.html']);
  expect((await stat(exportFile(dataDir, id))).mode & 0o777).toBe(0o600);
  expect((await stat(join(dataDir, 'exports'))).mode & 0o077).toBe(0);
  expect(await making.files()).toEqual([`${id}.zip`]);
});

test('says what stands in the rows of the person', async ({ db, given, making }) => {
  const friend = await given.user({ handle: 'seen-friend' });
  const person = await given.user({ handle: 'the-first-one', timeZone: 'Europe/Paris' });
  await callerFor(db, person).profile.update({ bio: 'A bio\nof two lines', website: 'example.org' });
  const cause = { actorId: person.id };
  await changeHandle(db, { userId: person.id, handle: 'the-second-one', cause, now: new Date() });
  await given.contacts(person, friend);
  await given.message(friend, person, { body: 'To you' });
  await given.message(friend, person, { body: 'Removed since', removedAt: new Date('2026-01-02T03:04:05Z') });
  await given.message(person, friend, { body: 'To them' });
  await given.message(null, person, { body: 'From who has left' });
  await given.event(person, { kind: 'totp.added', ip: '198.51.100.9', details: { name: 'Phone' } });
  await given.event(person, { kind: 'password.changed', at: new Date(Date.now() - 400 * 86_400_000) });

  const { rows } = await making.copyOf(person);
  const [user] = await db.select().from(users).where(eq(users.id, person.id));
  const [profile] = await db.select().from(profiles).where(eq(profiles.userId, person.id));
  expect(rows('account')).toEqual([
    {
      id: person.id,
      email: person.email,
      status: 'active',
      locale: 'en',
      timeZone: 'Europe/Paris',
      createdAt: user?.createdAt.toISOString(),
      passkeyOfferDismissedAt: null,
    },
  ]);
  expect(rows('profile')).toEqual([
    {
      handle: 'the-second-one',
      displayName: person.displayName,
      bio: 'A bio\nof two lines',
      pronouns: '',
      location: '',
      website: 'https://example.org/',
      updatedAt: profile?.updatedAt.toISOString(),
    },
  ]);
  expect(rows('formerHandles')).toMatchObject([{ handle: 'the-first-one' }]);
  expect(rows('privacy')).toMatchObject([{ profile: 'everyone', email: 'only_me' }]);
  expect(rows('contacts')).toMatchObject([{ person: 'seen-friend' }]);
  expect(rows('messagesReceived')).toMatchObject([
    { person: 'seen-friend', body: 'To you', removedAt: null },
    { person: 'seen-friend', body: 'Removed since', removedAt: '2026-01-02T03:04:05.000Z' },
    { person: null, body: 'From who has left', removedAt: null },
  ]);
  expect(rows('messagesSent')).toMatchObject([{ person: 'seen-friend', body: 'To them' }]);
  expect(rows('sessions')).toMatchObject([{ ip: '192.0.2.1', userAgent: 'a browser' }]);
  // All of it, and not only what the page shows.
  expect(rows('securityLog').map(({ kind, details }) => ({ kind, details }))).toEqual(
    expect.arrayContaining([
      { kind: 'totp.added', details: { name: 'Phone' } },
      { kind: 'password.changed', details: null },
    ]),
  );
  expect(rows('history').map(({ kind, by }) => `${kind} by ${by}`)).toEqual([
    'profile.updated by you',
    'profile.handleChanged by you',
    'export.requested by you',
  ]);
  expect(rows('exports')).toMatchObject([{ state: 'running' }]);
});

test('however many rows there are, each is in it once, in their order, and the page shows the first', async ({
  db,
  given,
  making,
}) => {
  const [person, friend] = [await given.user(), await given.user()];
  const written = Array.from({ length: 1203 }, (_, n) => ({
    id: uuid(),
    senderId: friend.id,
    recipientId: person.id,
    body: `message ${n} of many`,
    at: new Date(),
  }));
  await db.insert(messages).values(written);
  const { rows, page } = await making.copyOf(person);
  expect(rows('messagesReceived').map(({ body }) => body)).toEqual(written.map(({ body }) => body));
  expect(page).toContain('message 99 of many');
  expect(page).not.toContain('message 100 of many');
  expect(page).toContain(en.more(100, 'messagesReceived.json'));
  expect(page).toContain('1,203 entries');
});

describe('what is not in it', () => {
  test('a secret: no hash, key or token', async ({ db, given, making }) => {
    const person = await given.user();
    await given.trustedBrowser(person);
    await given.recoveryCodes(person);
    const secrets = [
      person.token,
      ...(await db.select().from(passwords).where(eq(passwords.userId, person.id))).map(({ hash }) => hash),
      ...(await db.select().from(sessions).where(eq(sessions.userId, person.id))).map((one) => one.tokenHash),
      ...(await db.select().from(users).where(eq(users.id, person.id))).map((one) => one.passkeyHandle),
    ];
    const { text, rows } = await making.copyOf(person);
    expect(secrets).toHaveLength(4);
    for (const secret of secrets) expect(text).not.toContain(secret);
    for (const part of Object.keys(PARTS))
      for (const row of rows(part))
        for (const field of Object.keys(row)) expect(field).not.toMatch(/hash|secret|token|key$|seed|salt/i);
  });

  test('anything of another person, but for the handle where it is seen', async ({ db, given, making }) => {
    const canary = 'a-canary-of-somebody-else';
    const other = await given.user({ handle: `${canary}-one`, displayName: `${canary} name` });
    const hidden = await given.user({ handle: `${canary}-two` });
    const blocker = await given.user({ handle: `${canary}-six` });
    const person = await given.user();
    await callerFor(db, other).profile.update({ bio: canary, location: canary });
    await callerFor(db, hidden).privacy.update({ profile: 'only_me' });
    await given.contacts(person, hidden);
    await given.message(hidden, person, { body: 'Hello' });
    await given.contacts(other, hidden);
    await given.message(other, hidden, { body: canary });
    await given.message(other, blocker, { body: canary });
    await given.block(blocker, person);
    await given.message(blocker, person, { body: 'Before' });
    await given.contactRequest(person, other, { declinedAt: new Date() });
    await given.event(other, { kind: 'totp.added', details: { name: canary } });
    const { text, rows } = await making.copyOf(person);
    expect(rows('contacts')).toMatchObject([{ person: null }]);
    expect(rows('messagesReceived').map((row) => row.person)).toEqual([null, null]);
    expect(rows('blockedPeople')).toEqual([]);
    expect(rows('contactRequestsSent')).toEqual([{ person: `${canary}-one`, askedAt: expect.any(String) }]);
    // In the request and on the page.
    expect(text.split(canary)).toHaveLength(3);
    for (const { id, email } of [other, hidden, blocker]) {
      expect(text).not.toContain(id);
      expect(text).not.toContain(email);
    }
  });

  test('that somebody whom the person asked has blocked them, who reads like one who is away', async ({
    db,
    given,
    making,
  }) => {
    const [blocker, away, person] = [await given.user(), await given.user(), await given.user()];
    for (const { id } of [blocker, away]) await callerFor(db, person).contacts.ask({ userId: id });
    await callerFor(db, blocker).privacy.blocks.add({ userId: person.id });
    await given.paused(away);
    const { rows } = await making.copyOf(person);
    const nobody = { person: null, askedAt: expect.any(String) };
    expect(rows('contactRequestsSent')).toEqual([nobody, nobody]);
  });

  test('who did something to the account, and from where', async ({ db, given, making }) => {
    const person = await given.user();
    const staff = await given.user();
    const { recordAudit } = await import('@/server/audit/commands');
    const cause = { actorId: staff.id, ip: '203.0.113.77' };
    await recordAudit(db, { kind: 'role.granted', cause, subjectId: person.id, now: new Date() });
    const own = { actorId: person.id, ip: '203.0.113.78' };
    const after = { name: 'theirs, not mine' };
    await recordAudit(db, {
      kind: 'client.updated',
      cause: own,
      subjectId: staff.id,
      after,
      now: new Date(),
    });
    const { text, rows } = await making.copyOf(person);
    expect(rows('history')).toMatchObject([
      { kind: 'role.granted', by: 'somebody else', ip: null },
      { kind: 'export.requested', by: 'you' },
      { kind: 'client.updated', by: 'you', ip: '203.0.113.78', after: null },
    ]);
    for (const theirs of [staff.id, '203.0.113.77', 'theirs, not mine']) expect(text).not.toContain(theirs);
  });
});

test('the photos are in it, the earlier ones too, and on the page', async ({ given, dataDir, making }) => {
  const person = await given.user();
  const [current, earlier] = [
    await given.photo(person, { alt: 'Me at the sea' }),
    await given.photo(person, { isCurrent: false, replacedAt: new Date() }),
  ];
  const lost = await given.photo(person, { isCurrent: false, replacedAt: new Date() });
  const store = diskStore(join(dataDir, 'photos'));
  for (const { key } of [current, earlier])
    await store.put({ key, files: new Map([[512, Buffer.from(`photo ${key}`)]]) });
  const { files, rows, page } = await making.copyOf(person);
  for (const { id, key } of [current, earlier]) {
    expect(String(files.get(`photos/${id}.webp`))).toBe(`photo ${key}`);
    expect(page).toContain(`<img src="photos/${id}.webp" alt="">`);
  }
  expect(files.has(`photos/${lost.id}.webp`)).toBe(false);
  expect(rows('photos')).toHaveLength(3);
  expect(page).toContain('Me at the sea');
});

describe('the page', () => {
  test('is in the language of the person, whole in itself, and what people wrote is text', async ({
    db,
    given,
    making,
  }) => {
    const person = await given.user({ locale: 'fr', timeZone: 'Europe/Paris' });
    const nasty = `<script>alert(1)</script><img src=x onerror="alert('2')">&amp;`;
    await callerFor(db, person).profile.update({ bio: nasty });
    const { page } = await making.copyOf(person);
    expect(page).toContain('<html lang="fr">');
    expect(page).toContain(fr.parts.securityLog);
    expect(page).toContain(`>${fr.fields.displayName}<`);
    expect(page).toContain(
      '&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=&quot;alert(&#39;2&#39;)&quot;&gt;&amp;amp;',
    );
    expect(page).not.toMatch(/<script|<img src=x|https?:\/\/(?!example)/);
    expect(page).toContain(`content="default-src 'none'`);
  });

  test('has a word for every field of every part', () => {
    const of = { userId: uuid(), now: new Date() };
    const fields = Object.values(PARTS).flatMap((sources) =>
      sources(of).flatMap((source) => Object.keys(source.fields)),
    );
    expect([...new Set(fields)].filter((field) => !Object.hasOwn(en.fields, field))).toEqual([]);
    expect(Object.keys(en.fields).filter((field) => !fields.includes(field))).toEqual([]);
  });
});

test('apps that may act, and those the person answers for, without their secrets', async ({
  db,
  given,
  making,
}) => {
  const person = await given.user();
  const now = new Date();
  const app = {
    id: uuid(),
    name: 'Calendar',
    type: 'confidential' as const,
    secretHash: 'a-hash-of-a-secret',
  };
  const rest = { redirectUris: ['https://calendar.example/'], scopes: ['profile.read'], ownerId: person.id };
  await db.insert(oauthClients).values({ ...app, ...rest, createdAt: now, updatedAt: now });
  const consent = { userId: person.id, clientId: app.id, scopes: ['profile.read'] };
  await db.insert(oauthConsents).values({ ...consent, createdAt: now, updatedAt: now });
  const { rows, text } = await making.copyOf(person);
  expect(rows('allowedApps')).toMatchObject([{ app: 'Calendar', scopes: ['profile.read'] }]);
  expect(rows('ownApps')).toMatchObject([{ name: 'Calendar', redirectUris: ['https://calendar.example/'] }]);
  expect(text).not.toContain('a-hash-of-a-secret');
});
