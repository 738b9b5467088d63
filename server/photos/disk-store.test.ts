import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from 'vitest';
import { diskStore } from './disk-store';

const test = base.extend('root', async ({}, { onCleanup }) => {
  const root = await mkdtemp(join(tmpdir(), 'foyer-store-'));
  onCleanup(() => rm(root, { recursive: true }));
  return root;
});
const KEY = 'ab'.repeat(32);
const files = new Map([
  [32, Buffer.from('small')],
  [64, Buffer.from('larger')],
] as const);

async function all<T>(some: AsyncIterable<T>) {
  const list: T[] = [];
  for await (const one of some) list.push(one);
  return list;
}

test('what was put is read, size by size, and gone when it was removed', async ({ root }) => {
  const store = diskStore(root);
  await store.put({ key: KEY, files });
  expect(await readdir(join(root, 'ab', KEY))).toEqual(['32.webp', '64.webp']);
  expect((await store.read({ key: KEY, size: 64 }))?.toString()).toBe('larger');
  expect(await store.read({ key: KEY, size: 128 })).toBeUndefined();
  expect(await store.read({ key: 'cd'.repeat(32), size: 64 })).toBeUndefined();
  await store.remove(KEY);
  await store.remove(KEY);
  expect(await store.read({ key: KEY, size: 64 })).toBeUndefined();
});

test('nothing is written over, and what a killed process has left in there goes', async ({ root }) => {
  const store = diskStore(root);
  await store.put({ key: KEY, files });
  await writeFile(join(root, 'ab', KEY, '32.0000.tmp'), 'half');
  await store.put({ key: KEY, files: new Map([[32, Buffer.from('other')]] as const) });
  expect((await store.read({ key: KEY, size: 32 }))?.toString()).toBe('small');
  expect(await readdir(join(root, 'ab', KEY))).toEqual(['32.webp', '64.webp']);
});

test.for(['', '..', '../../etc', `${'ab'.repeat(31)}/.`, `${KEY}/..`, KEY.toUpperCase(), '%2e%2e'])(
  'the key %j leads nowhere',
  async (key, { root }) => {
    const store = diskStore(root);
    await expect(store.put({ key, files })).rejects.toThrow('no key');
    await expect(store.read({ key, size: 32 })).rejects.toThrow('no key');
    await expect(store.remove(key)).rejects.toThrow('no key');
    expect(await readdir(root)).toEqual([]);
  },
);

test('what has lain there since before a time is listed, and young again when it is put anew', async ({
  root,
}) => {
  const store = diskStore(root);
  const listed = (time: Date) => all(store.keysBefore(time));
  expect(await all(diskStore(join(root, 'not there')).keysBefore(new Date()))).toEqual([]);
  await store.put({ key: KEY, files });
  const folder = join(root, 'ab', KEY);
  await utimes(folder, 1000, 1000);
  await writeFile(join(root, 'not ours'), '');
  await writeFile(join(root, 'ab', 'not ours'), '');
  expect(await listed(new Date(1_000_001))).toEqual([KEY]);
  expect(await listed(new Date(1_000_000))).toEqual([]);
  await store.put({ key: KEY, files });
  expect(await listed(new Date(1_000_001))).toEqual([]);
});
