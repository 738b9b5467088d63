import { eq } from 'drizzle-orm';
import sharp from 'sharp';
import { expect, vi } from 'vitest';
import { z } from 'zod';
import { photos } from '@/db/schema/photos';
import { cloudStore } from '@/server/photos/cloud-store';
import { LINK_SECONDS } from '@/server/photos/rules';
import { sweepPhotos } from '@/server/photos/sweep-photos';
import { test as base } from '@/server/testing/fixtures';
import { serve } from '@/server/testing/http';
import { photoClient } from '@/server/testing/photo-client';
import { startCloud } from '@/server/testing/photo-cloud';
import { picture } from '@/server/testing/photo-fixtures';

const test = base
  .extend('cloud', { scope: 'file' }, async ({}, { onCleanup }) => {
    const cloud = await startCloud();
    vi.stubGlobal('fetch', cloud.fetch);
    onCleanup(async () => {
      vi.unstubAllGlobals();
      await cloud.stop();
    });
    return cloud;
  })
  .extend('server', { scope: 'file' }, async ({ db, cloud }, { onCleanup }) => {
    const server = await serve(db, { services: { uploadthingToken: cloud.token }, atHome: true });
    onCleanup(() => server.stop());
    return server;
  });

const Answer = z.object({ serverData: z.record(z.string(), z.unknown()) });
const SIZES = [32, 64, 128, 256, 512];

async function sendToCloud(url: string, bytes: Buffer) {
  const form = new FormData();
  form.append('file', new File([new Uint8Array(bytes)], 'me.png', { type: 'image/png' }));
  return Answer.parse(await (await fetch(url, { method: 'PUT', body: form })).json()).serverData;
}

test('the file goes to the cloud, what is made of it as well, and what was sent is deleted', async ({
  db,
  cloud,
  server,
  given,
}) => {
  const person = await given.user();
  const client = photoClient(server, person);
  const bytes = await picture('teal');
  const link = await client.link({ size: bytes.length });
  expect(link).toMatch(/^https:\/\/here\.ingest\.uploadthing\.com\//);
  expect(await sendToCloud(link, bytes)).toMatchObject({ photo: { alt: '' }, removed: [] });
  const [photo] = await db.select().from(photos).where(eq(photos.userId, person.id));
  expect([...cloud.files.values()].map(({ customId }) => customId).sort()).toEqual(
    SIZES.map((size) => `${photo?.key}-${size}`).sort(),
  );
  const seen = await client.get(`/api/photos/${photo?.id}/128.webp`);
  expect(await sharp(await seen.arrayBuffer()).metadata()).toMatchObject({ format: 'webp', width: 128 });
});

test('what is refused is told, and leaves nothing in the cloud', async ({ cloud, server, given }) => {
  const client = photoClient(server, await given.user());
  const before = cloud.files.size;
  const text = Buffer.from('a text, and no image');
  expect(await sendToCloud(await client.link({ size: text.length }), text)).toEqual({
    error: 'PHOTO_NOT_AN_IMAGE',
  });
  const large = Buffer.alloc(8_000_001);
  expect(await sendToCloud(await client.link({ size: 10 }), large)).toEqual({ error: 'PHOTO_TOO_LARGE' });
  expect(cloud.files.size).toBe(before);
});

test('a callback counts by its signature alone, and twice is once', async ({ db, cloud, server, given }) => {
  const person = await given.user();
  const bytes = await picture('navy');
  const address = `http://127.0.0.1:${server.port}/api/uploadthing?slug=avatar`;
  const told: string[] = [];
  const callBack = vi.spyOn(cloud, 'callBack').mockImplementation(async (_, text) => {
    told.push(text);
    return new Response();
  });
  await fetch(await photoClient(server, person).link({ size: bytes.length }), {
    method: 'PUT',
    body: formOf(bytes),
  });
  callBack.mockRestore();
  const [text = ''] = told;
  const count = async () => (await db.select().from(photos).where(eq(photos.userId, person.id))).length;
  expect((await cloud.callBack(address, text, 'hmac-sha256=00')).status).toBe(400);
  expect(
    (await cloud.callBack(address, text.replace(person.id, (await given.user()).id), 'hmac-sha256=00'))
      .status,
  ).toBe(400);
  expect(await count()).toBe(0);
  await Promise.all([cloud.callBack(address, text), cloud.callBack(address, text)]);
  await cloud.callBack(address, text);
  expect(await count()).toBe(1);
});

test('with a token no file is taken in here', async ({ server, given }) => {
  const answer = await photoClient(server, await given.user()).put(
    '/api/uploads/x?x=1&signature=y',
    Buffer.alloc(1),
  );
  expect([answer.status, await answer.json()]).toEqual([403, { message: 'NOT_ALLOWED' }]);
});

test('the sweep removes what no row names, originals too', async ({ db, cloud, server, given }) => {
  const person = await given.user();
  const bytes = await picture('olive');
  await sendToCloud(await photoClient(server, person).link({ size: bytes.length }), bytes);
  const kept = new Set(cloud.files.keys());
  const store = cloudStore({ token: cloud.token, fetch: cloud.fetch });
  await store.put({ key: 'ab'.repeat(32), files: new Map([[32, Buffer.from('lost')]] as const) });
  const name = crypto.randomUUID();
  cloud.files.set('original', { key: 'original', customId: name, bytes, uploadedAt: Date.now() });
  await sweepPhotos(db, { store, now: new Date() });
  expect(cloud.files.size).toBeGreaterThan(kept.size);
  await sweepPhotos(db, { store, now: new Date(Date.now() + LINK_SECONDS * 1000 + 1000) });
  const [photo] = await db.select().from(photos).where(eq(photos.userId, person.id));
  const left = [...cloud.files.values()].map(({ customId }) => customId);
  expect(left).toEqual(expect.arrayContaining(SIZES.map((size) => `${photo?.key}-${size}`)));
  expect(left).not.toContain(name);
  expect(left).not.toContain(`${'ab'.repeat(32)}-32`);
});

function formOf(bytes: Buffer) {
  const form = new FormData();
  form.append('file', new File([new Uint8Array(bytes)], 'me.png', { type: 'image/png' }));
  return form;
}
