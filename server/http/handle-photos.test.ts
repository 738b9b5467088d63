import { and, eq } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import { z } from 'zod';
import type { Database } from '@/db/client';
import { recordStatements } from '@/db/recorder';
import { photos } from '@/db/schema/photos';
import { blocks, contacts, privacySettings } from '@/db/schema/privacy';
import { profiles, users } from '@/db/schema/users';
import { findPhoto } from '@/server/photos/queries';
import type { Person } from '@/server/testing/factories';
import type { TestServer } from '@/server/testing/http';
import { photoClient } from '@/server/testing/photo-client';
import { photoTest as base, picture } from '@/server/testing/photo-fixtures';

const Uploaded = z.object({ serverData: z.object({ photo: z.object({ id: z.string() }) }) });
const NOWHERE = '01890000-0000-7000-8000-000000000000';

const test = base.extend('shown', { scope: 'file' }, ({ server, given }) => async () => {
  const owner = await given.user();
  const { serverData } = Uploaded.parse(await photoClient(server, owner).upload(await picture('teal')));
  return { owner, id: serverData.photo.id, path: `/api/photos/${serverData.photo.id}/64.webp` };
});

/** What of an answer could tell one refusal from another. */
async function answerOf(server: TestServer, path: string, who: Pick<Person, 'token'> | null) {
  const headers = { ...(who && { cookie: `foyer.session=${who.token}` }) };
  const { status, headers: got, text } = await server.ask({ path, headers });
  const { 'x-request-id': _, date: __, ...rest } = got;
  return { status, headers: rest, text };
}

async function befriend(db: Database, one: Person, other: Person) {
  const since = new Date();
  await db.insert(contacts).values([
    { userId: one.id, contactId: other.id, since },
    { userId: other.id, contactId: one.id, since },
  ]);
}

test('a photo comes with what keeps it a picture, and for good', async ({ server, shown }) => {
  const { path } = await shown();
  const { status, headers } = await answerOf(server, path, null);
  expect(status).toBe(200);
  expect(headers).toMatchObject({
    'content-type': 'image/webp',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, max-age=31536000, immutable',
    etag: expect.stringMatching(/^"[0-9a-f]{32}-64"$/),
  });
  expect(headers['set-cookie']).toBeUndefined();
  const again = await server.ask({ path, headers: { 'if-none-match': headers.etag } });
  expect([again.status, again.text, again.headers.etag]).toEqual([304, '', headers.etag]);
  const head = await server.ask({ method: 'HEAD', path });
  expect([head.status, head.text, head.headers['content-length']]).toEqual([
    200,
    '',
    headers['content-length'],
  ]);
  expect((await server.ask({ method: 'POST', path, text: '' })).status).toBe(405);
});

test.for([
  '/api/photos/',
  `/api/photos/${NOWHERE}/65.webp`,
  `/api/photos/${NOWHERE}/64.png`,
  `/api/photos/${NOWHERE}/64.webp/..`,
  '/api/photos/..%2f..%2fetc/64.webp',
  '/api/photos/%00/64.webp',
])('%s is nothing', async (path, { server }) => {
  expect((await server.ask({ path })).status).toBe(404);
});

describe('who sees it', () => {
  const sees = {
    everyone: { anonymous: 200, member: 200, contact: 200, owner: 200, moderator: 200, blocked: 404 },
    signed_in: { anonymous: 404, member: 200, contact: 200, owner: 200, moderator: 200, blocked: 404 },
    contacts: { anonymous: 404, member: 404, contact: 200, owner: 200, moderator: 200, blocked: 404 },
    only_me: { anonymous: 404, member: 404, contact: 404, owner: 200, moderator: 200, blocked: 404 },
  } as const;
  const audiences = ['everyone', 'signed_in', 'contacts', 'only_me'] as const;
  const cases = audiences.flatMap((audience) =>
    (['photo', 'profile'] as const).map((field) => [field, audience] as const),
  );

  test.for(cases)('with %s for %s', async ([field, audience], { db, server, given, shown }) => {
    const { owner, path } = await shown();
    const [member, contact, moderator, blocked] = [
      await given.user(),
      await given.user(),
      await given.holder('profiles.viewAll'),
      await given.user(),
    ];
    await befriend(db, owner, contact);
    await befriend(db, owner, blocked);
    await db.insert(blocks).values({ blockerId: owner.id, blockedId: blocked.id, at: new Date() });
    await db
      .update(privacySettings)
      .set({ [field]: audience })
      .where(eq(privacySettings.userId, owner.id));
    const missing = await answerOf(server, `/api/photos/${NOWHERE}/64.webp`, null);
    const viewers = { anonymous: null, member, contact, owner, moderator, blocked };
    for (const [name, viewer] of Object.entries(viewers)) {
      const answer = await answerOf(server, path, viewer);
      expect([name, answer.status]).toEqual([name, sees[audience][name as keyof typeof viewers]]);
      // Hidden is as missing, to the letter; also for who had it, and asks whether it has changed.
      if (answer.status === 404) expect(answer).toEqual(missing);
    }
  });

  test('of an account that is not active, its person alone', async ({ db, server, given, shown }) => {
    const { owner, path } = await shown();
    await db.update(users).set({ status: 'deactivated' }).where(eq(users.id, owner.id));
    const viewers = [null, await given.user(), await given.holder('profiles.viewAll'), owner];
    const answers = await Promise.all(viewers.map((viewer) => answerOf(server, path, viewer)));
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 200]);
  });

  test('whoever’s account is not active sees nobody else’s, not even what everyone signed in does', async ({
    db,
    server,
    given,
    shown,
  }) => {
    const { owner, path } = await shown();
    await db.update(privacySettings).set({ photo: 'signed_in' }).where(eq(privacySettings.userId, owner.id));
    const viewer = await given.user();
    await db.update(users).set({ status: 'suspended' }).where(eq(users.id, viewer.id));
    expect((await answerOf(server, path, viewer)).status).toBe(404);
  });

  test('an earlier photo, its person alone', async ({ server, given, shown }) => {
    const { owner, path } = await shown();
    await photoClient(server, owner).upload(await picture('navy'));
    const viewers = [null, await given.user(), await given.holder('profiles.viewAll'), owner];
    const answers = await Promise.all(viewers.map((viewer) => answerOf(server, path, viewer)));
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 200]);
  });

  test('by a token of an app, what anybody sees', async ({ db, server, given, shown }) => {
    const { owner, path } = await shown();
    const { headers } = await given.app(owner);
    expect((await server.ask({ path, headers })).status).toBe(200);
    await db.update(privacySettings).set({ photo: 'only_me' }).where(eq(privacySettings.userId, owner.id));
    expect((await server.ask({ path, headers })).status).toBe(404);
  });
});

test('what staff see beyond what is shown is written down, once an hour', async ({
  db,
  server,
  given,
  shown,
  trail,
}) => {
  const { owner, path } = await shown();
  const moderator = await given.holder('profiles.viewAll');
  const noted = async () => (await trail(owner)).filter(({ kind }) => kind === 'profile.viewedByStaff');
  await answerOf(server, path, moderator);
  expect(await noted()).toEqual([]);
  await db.update(privacySettings).set({ photo: 'contacts' }).where(eq(privacySettings.userId, owner.id));
  await answerOf(server, path, moderator);
  await answerOf(server, path, moderator);
  expect(await noted()).toMatchObject([{ actorId: moderator.id, subjectId: owner.id }]);
});

test('one statement finds it, whether it is there or not', async ({ db, given, shown }) => {
  const { id, owner } = await shown();
  await db.update(privacySettings).set({ photo: 'only_me' }).where(eq(privacySettings.userId, owner.id));
  const viewer = { userId: (await given.user()).id, asStaff: false };
  const look = { viewer, ownId: viewer.userId, now: new Date() };
  const [hidden, missing] = [
    await recordStatements(() => findPhoto(db, { id, ...look })),
    await recordStatements(() => findPhoto(db, { id: NOWHERE, ...look })),
  ];
  expect([hidden.result, missing.result]).toEqual([undefined, undefined]);
  expect(hidden.statements).toHaveLength(1);
  expect(hidden.statements.map(({ text }) => text)).toEqual(missing.statements.map(({ text }) => text));
});

test('who is signed in is told the photo in use, and null without one', async ({
  db,
  server,
  given,
  shown,
}) => {
  const photoOf = async (person: Person) => {
    const answer = await server.ask({
      path: '/api/trpc/viewer.me',
      headers: { cookie: `foyer.session=${person.token}` },
    });
    return z
      .object({ result: z.object({ data: z.object({ photoId: z.string().nullable() }) }) })
      .parse(answer.json()).result.data.photoId;
  };
  const { owner, id } = await shown();
  expect(await photoOf(owner)).toBe(id);
  await db
    .update(photos)
    .set({ isCurrent: false })
    .where(and(eq(photos.userId, owner.id), photos.isCurrent));
  expect(await photoOf(owner)).toBeNull();
  expect(await photoOf(await given.user())).toBeNull();
});

test('a photo that is hidden by moderators only its owner gets, as if there were none', async ({
  db,
  given,
  server,
  shown,
}) => {
  const { owner, path } = await shown();
  const other = await given.user();
  await db
    .update(profiles)
    .set({ hiddenParts: ['photo'] })
    .where(eq(profiles.userId, owner.id));
  const missing = await answerOf(server, `/api/photos/${NOWHERE}/64.webp`, other);
  expect(missing.status).toBe(404);
  for (const who of [null, other]) expect(await answerOf(server, path, who)).toEqual(missing);
  expect((await answerOf(server, path, owner)).status).toBe(200);
  await db
    .update(profiles)
    .set({ hiddenParts: ['bio'] })
    .where(eq(profiles.userId, owner.id));
  expect((await answerOf(server, path, other)).status).toBe(200);
});
