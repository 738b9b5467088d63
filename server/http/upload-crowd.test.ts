import { eq } from 'drizzle-orm';
import sharp from 'sharp';
import { expect } from 'vitest';
import { z } from 'zod';
import { photos, photoUploads } from '@/db/schema/photos';
import { photoClient } from '@/server/testing/photo-client';
import { picture, storedFiles, photoTest as test } from '@/server/testing/photo-fixtures';

const Uploaded = z.object({ serverData: z.object({ photo: z.object({ id: z.string() }) }) });
const PEOPLE = 50;

test('fifty people send a photo at the same moment, and everybody gets their own', async ({
  db,
  dataDir,
  server,
  given,
}) => {
  // Colours so far apart that none is taken for another after it was encoded.
  const colours = Array.from({ length: PEOPLE }, (_, n) => ({
    r: (n % 4) * 80,
    g: (Math.floor(n / 4) % 4) * 80,
    b: Math.floor(n / 16) * 80,
  }));
  const people = await Promise.all(
    colours.map(async (colour) => ({ colour, person: await given.user(), bytes: await picture(colour) })),
  );
  const sent = await Promise.all(
    people.map(async ({ person, bytes }) => Uploaded.parse(await photoClient(server, person).upload(bytes))),
  );
  for (const [n, { colour, person }] of people.entries()) {
    const [mine, ...more] = await db.select().from(photos).where(eq(photos.userId, person.id));
    expect([mine?.id, more]).toEqual([sent[n]?.serverData.photo.id, []]);
    const file = await photoClient(server, person).get(`/api/photos/${mine?.id}/64.webp`);
    const { data } = await sharp(await file.arrayBuffer())
      .raw()
      .toBuffer({ resolveWithObject: true });
    const [r, g, b] = [...data.subarray(0, 3)].map((value) => Math.round(value / 80) * 80);
    expect({ r, g, b }).toEqual(colour);
  }
  expect(await storedFiles(dataDir)).toHaveLength(PEOPLE * 5);
  expect(await db.select().from(photoUploads)).toEqual([]);
}, 120_000);

test('of a hundred links asked for at the same moment each belongs to who asked', async ({
  db,
  server,
  given,
}) => {
  const people = await Promise.all(Array.from({ length: PEOPLE }, () => given.user()));
  // The same file by the same name: nothing but the session tells them apart.
  const asked = Array.from({ length: 2 }, () => people).flat();
  const links = await Promise.all(asked.map((person) => photoClient(server, person).link({ size: 100 })));
  expect(new Set(links).size).toBe(asked.length);
  const rows = await db.select({ key: photoUploads.key, userId: photoUploads.userId }).from(photoUploads);
  const owners = new Map(rows.map(({ key, userId }) => [key, userId]));
  const belongs = links.map((link) => owners.get(/uploads\/(\w+)/.exec(link)?.[1] ?? ''));
  expect(belongs).toEqual(asked.map(({ id }) => id));
}, 120_000);
