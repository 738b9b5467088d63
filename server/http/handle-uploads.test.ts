import { eq } from 'drizzle-orm';
import sharp from 'sharp';
import { describe, expect } from 'vitest';
import { z } from 'zod';
import type { Database } from '@/db/client';
import { photos, photoUploads } from '@/db/schema/photos';
import { sessions } from '@/db/schema/sign-in';
import { users } from '@/db/schema/users';
import { PHOTO_BYTES } from '@/server/photos/rules';
import type { Person } from '@/server/testing/factories';
import { photoClient, WHOLE } from '@/server/testing/photo-client';
import { picture, photoTest as test } from '@/server/testing/photo-fixtures';

const Uploaded = z.object({
  ufsUrl: z.string(),
  serverData: z.object({
    photo: z.object({ id: z.string(), alt: z.string() }),
    removed: z.array(z.string()),
  }),
});

/** What is left of a person's uploads, beside the photo in use. */
async function leftOf(db: Database, person: Person) {
  const mine = await db.select({ id: photos.id }).from(photos).where(eq(photos.userId, person.id));
  const under = await db.select().from(photoUploads).where(eq(photoUploads.userId, person.id));
  return { photos: mine.length, uploads: under.length };
}

test('a photo is sent as UploadThing’s client sends it, and is seen', async ({
  server,
  given,
  db,
  trail,
}) => {
  const person = await given.user();
  const client = photoClient(server, person);
  const bytes = await picture('teal');
  const link = await client.link(
    { size: bytes.length, name: 'Ada at home.png' },
    { crop: WHOLE, alt: 'Ada' },
  );
  expect(link).toMatch(/^\/api\/uploads\/\w+\?/);
  expect(link).not.toContain('home');
  const head = await client.head(link);
  expect([head.status, head.headers.get('x-ut-range-start')]).toEqual([200, '0']);
  const { ufsUrl, serverData } = Uploaded.parse(await (await client.put(link, bytes)).json());
  expect(serverData).toMatchObject({ photo: { alt: 'Ada' }, removed: [] });
  expect(ufsUrl).toBe(`/api/photos/${serverData.photo.id}/512.webp`);
  const seen = await client.get(ufsUrl);
  expect(await sharp(await seen.arrayBuffer()).metadata()).toMatchObject({
    format: 'webp',
    width: 512,
    height: 512,
  });
  expect(await leftOf(db, person)).toEqual({ photos: 1, uploads: 0 });
  expect((await trail(person)).map(({ kind }) => kind)).toContain('photo.added');
});

test('what is taken is told, by its exact names', async ({ server }) => {
  const answer = await photoClient(server, null).get('/api/uploadthing');
  const Config = z.tuple([
    z.object({ slug: z.literal('avatar'), config: z.record(z.string(), z.unknown()) }),
  ]);
  const [{ config }] = Config.parse(await answer.json());
  expect(Object.keys(config)).toEqual(['image/jpeg', 'image/png', 'image/webp', 'image/avif', 'image/gif']);
});

describe('no link for', () => {
  test.for([
    ['an SVG', { type: 'image/svg+xml' }, 'PHOTO_FORMAT'],
    ['a HEIC', { type: 'image/heic' }, 'PHOTO_FORMAT'],
    ['a file of no type, by whatever name', { type: '', name: 'me.png' }, 'PHOTO_FORMAT'],
    ['a file that is too large', { size: PHOTO_BYTES + 1 }, 'PHOTO_TOO_LARGE'],
    ['an empty file', { size: 0 }, 'INPUT_INVALID'],
    ['half a byte', { size: 1.5 }, 'INPUT_INVALID'],
  ] as const)('%s', async ([, file, reason], { server, given, db }) => {
    const person = await given.user();
    const answer = await photoClient(server, person).begin({ size: 10, ...file });
    expect([answer.ok, await answer.json()]).toEqual([false, { message: reason }]);
    expect(await leftOf(db, person)).toEqual({ photos: 0, uploads: 0 });
  });

  test.for([
    ['without a crop', { alt: '' }],
    ['outside of the picture', { crop: { ...WHOLE, x: 1.5 }, alt: '' }],
    ['of nothing', { crop: { ...WHOLE, width: 0 }, alt: '' }],
    ['of what is no number', { crop: { ...WHOLE, rotation: 'NaN' }, alt: '' }],
    ['for somebody else', { crop: WHOLE, alt: '', userId: 'x' }],
    ['with too long a text', { crop: WHOLE, alt: 'x'.repeat(201) }],
  ] as const)('a wish %s', async ([, input], { server, given }) => {
    const answer = await photoClient(server, await given.user()).begin({ size: 10 }, input);
    expect([answer.status, await answer.json()]).toEqual([400, { message: 'INPUT_INVALID' }]);
  });

  test('two files, or another kind of upload', async ({ server, given }) => {
    const client = photoClient(server, await given.user());
    const file = { name: 'a.png', size: 1, type: 'image/png' };
    for (const [slug, files] of [
      ['avatar', [file, file]],
      ['avatar', []],
      ['banner', [file]],
      ['__proto__', [file]],
    ] as const) {
      const answer = await client.post(`actionType=upload&slug=${slug}`, {
        files,
        input: { crop: WHOLE, alt: '' },
      });
      expect([answer.ok, await answer.json()]).toEqual([false, { message: 'INPUT_INVALID' }]);
    }
  });

  test('nobody, an ended session, and an account that is not active', async ({ server, given, db }) => {
    const [ended, paused] = [await given.user(), await given.user()];
    await db.delete(sessions).where(eq(sessions.userId, ended.id));
    await db.update(users).set({ status: 'deactivated' }).where(eq(users.id, paused.id));
    for (const [person, reason] of [
      [null, 'SIGNED_OUT'],
      [ended, 'SESSION_ENDED'],
      [paused, 'ACCOUNT_INACTIVE'],
    ] as const) {
      const answer = await photoClient(server, person).begin({ size: 10 });
      expect([answer.status, await answer.json()]).toEqual([403, { message: reason }]);
    }
  });

  test('who has begun thirty in ten minutes', async ({ server, given }) => {
    const client = photoClient(server, await given.user());
    const answers = await Promise.all(Array.from({ length: 31 }, () => client.begin({ size: 10 })));
    const refused = answers.filter(({ ok }) => !ok);
    expect(await Promise.all(refused.map((answer) => answer.json()))).toEqual([{ message: 'RATE_LIMITED' }]);
  });

  test('another site', async ({ server, given }) => {
    const client = photoClient(server, await given.user());
    const answer = await client.begin({ size: 10 }, undefined, { 'sec-fetch-site': 'cross-site' });
    expect([answer.status, await answer.json()]).toMatchObject([403, { error: { message: 'CROSS_SITE' } }]);
  });
});
