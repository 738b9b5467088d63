import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { photos } from '@/db/schema/photos';
import { callerFor } from '@/server/testing/callers';
import type { Person } from '@/server/testing/factories';
import { test as base } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';
import { addPhoto } from './commands';
import { diskStore } from './disk-store';
import { lockKeys } from './named-files';
import { LINK_SECONDS } from './rules';
import { sweepPhotos } from './sweep-photos';

let made = 0;

const test = base
  .extend('dataDir', { scope: 'file' }, async ({}, { onCleanup }) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'foyer-photos-'));
    onCleanup(() => rm(dataDir, { recursive: true }));
    return dataDir;
  })
  .extend('store', { scope: 'file' }, ({ dataDir }) => diskStore(join(dataDir, 'photos')))
  .extend('add', { scope: 'file' }, ({ db, store }) => {
    return async (person: Person, key = keyOf(++made), uploadId = `upload ${++made}`) =>
      addPhoto(db, {
        made: { key, files: new Map([[32, Buffer.from(key)]] as const), removed: [] },
        uploadId,
        alt: '',
        userId: person.id,
        store,
        cause: { actorId: person.id },
        now: new Date(Date.now() + ++made),
      });
  })
  .extend(
    'api',
    { scope: 'file' },
    ({ db, dataDir }) =>
      (person: Person) =>
        callerFor(db, person, { services: { dataDir } }).profile.photo,
  );

function keyOf(n: number) {
  return n.toString(16).padStart(64, '0');
}

test('the photo before is the first that can be restored, the last three are, and older ones go with their files', async ({
  given,
  add,
  api,
  store,
}) => {
  const person = await given.user();
  const added: string[] = [];
  const keys = [1, 2, 3, 4, 5].map((n) => keyOf(1000 + n));
  for (const key of keys) added.push((await add(person, key)).id);
  const ids = added.toReversed();
  const history = await api(person).history();
  expect([history.current?.id, ...history.previous.map(({ id }) => id)]).toEqual(ids.slice(0, 4));
  const there = await Promise.all(
    keys.map(async (key) => (await store.read({ key, size: 32 })) !== undefined),
  );
  expect(there).toEqual([false, true, true, true, true]);
  expect(await refusal(api(person).restore({ id: ids[4] ?? '' }))).toEqual({ reason: 'NOT_FOUND' });
});

test('one that is restored changes places with the one in use, and twice is once', async ({
  given,
  add,
  api,
  trail,
}) => {
  const person = await given.user();
  const [first, second] = [await add(person), await add(person)];
  expect(await api(person).restore({ id: first.id })).toEqual(first);
  expect(await api(person).restore({ id: first.id })).toEqual(first);
  expect(await api(person).history()).toEqual({ current: first, previous: [second] });
  expect((await trail(person)).filter(({ kind }) => kind === 'photo.restored')).toHaveLength(1);
});

test('a photo that is removed can be restored; without one nothing happens', async ({
  given,
  add,
  api,
  trail,
}) => {
  const person = await given.user();
  await api(person).remove();
  const photo = await add(person);
  await api(person).remove();
  await api(person).remove();
  expect(await api(person).history()).toEqual({ current: null, previous: [photo] });
  expect((await trail(person)).filter(({ kind }) => kind === 'photo.removed')).toHaveLength(1);
  await api(person).restore({ id: photo.id });
  expect(await api(person).history()).toEqual({ current: photo, previous: [] });
});

test('somebody else’s photo is neither restored nor described, and is not there', async ({
  given,
  add,
  api,
}) => {
  const [owner, other] = [await given.user(), await given.user()];
  const { id } = await add(owner);
  await add(owner);
  expect(await refusal(api(other).restore({ id }))).toEqual({ reason: 'NOT_FOUND' });
  expect(await refusal(api(other).describe({ id, alt: 'mine' }))).toEqual({ reason: 'NOT_FOUND' });
});

test('what a photo shows is changed, also of an earlier one, and saying the same again leaves no trace', async ({
  given,
  add,
  api,
  trail,
}) => {
  const person = await given.user();
  const [earlier] = [await add(person), await add(person)];
  const described = await api(person).describe({ id: earlier.id, alt: 'Ada at the sea' });
  expect(described).toEqual({ ...earlier, alt: 'Ada at the sea' });
  await api(person).describe({ id: earlier.id, alt: 'Ada at the sea' });
  expect((await trail(person)).filter(({ kind }) => kind === 'photo.described')).toHaveLength(1);
});

test('an upload that is reported twice, also at the same moment, makes one photo', async ({
  db,
  given,
  add,
}) => {
  const person = await given.user();
  const key = keyOf(++made);
  const added = await Promise.all([1, 2, 3].map(() => add(person, key, 'the same upload')));
  expect(new Set(added.map(({ id }) => id)).size).toBe(1);
  expect(await db.select().from(photos).where(eq(photos.userId, person.id))).toHaveLength(1);
});

test('the same picture of two people lies there once, until neither has it any more', async ({
  given,
  add,
  store,
}) => {
  const [one, other] = [await given.user(), await given.user()];
  const key = keyOf(++made);
  await Promise.all([add(one, key), add(other, key)]);
  for (let n = 0; n < 4; n++) await add(one);
  expect(await store.read({ key, size: 32 })).toBeDefined();
  for (let n = 0; n < 4; n++) await add(other);
  expect(await store.read({ key, size: 32 })).toBeUndefined();
});

test('changes at the same moment leave one photo in use', async ({ db, given, add, api }) => {
  const person = await given.user();
  const first = await add(person);
  await Promise.all([
    add(person),
    add(person),
    api(person).remove(),
    api(person)
      .restore({ id: first.id })
      .catch(() => undefined),
    add(person),
  ]);
  const rows = await db.select().from(photos).where(eq(photos.userId, person.id));
  expect(rows.filter(({ isCurrent }) => isCurrent).length).toBeLessThanOrEqual(1);
  expect(rows.filter(({ isCurrent }) => !isCurrent).length).toBeLessThanOrEqual(3);
});

test('the sweep removes what no row names and is older than a link, and nothing else', async ({
  db,
  given,
  add,
  store,
}) => {
  const person = await given.user();
  const [named, lost, young] = [keyOf(++made), keyOf(++made), keyOf(++made)];
  await add(person, named);
  await store.put({ key: lost, files: new Map([[32, Buffer.from('lost')]] as const) });
  const soon = new Date(Date.now() + LINK_SECONDS * 1000 + 1000);
  await sweepPhotos(db, { store, now: new Date() });
  expect(await store.read({ key: lost, size: 32 })).toBeDefined();
  // One that is just being put is held by whoever puts it: the sweep waits, and finds its row.
  const swept = await db.transaction(async (tx) => {
    await lockKeys(tx, [young]);
    await store.put({ key: young, files: new Map([[32, Buffer.from('young')]] as const) });
    const sweeping = sweepPhotos(db, { store, now: soon });
    await tx.insert(photos).values({
      id: crypto.randomUUID(),
      userId: person.id,
      key: young,
      uploadKey: young,
      createdAt: new Date(),
      isCurrent: false,
      replacedAt: new Date(),
    });
    return { sweeping };
  });
  await swept.sweeping;
  const there = [named, lost, young].map(async (key) => (await store.read({ key, size: 32 })) !== undefined);
  expect(await Promise.all(there)).toEqual([true, false, true]);
});
