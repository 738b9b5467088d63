import { eq } from 'drizzle-orm';
import { expect, vi } from 'vitest';
import { photos } from '@/db/schema/photos';
import { photoClient } from '@/server/testing/photo-client';
import { picture, storedFiles, photoTest as test } from '@/server/testing/photo-fixtures';

/** Bytes that there is still room for on the disk. */
const disk = vi.hoisted(() => ({ room: Number.POSITIVE_INFINITY, code: 'ENOSPC' }));

// A disk that is full answers so to whoever writes to it; nothing above that is replaced.
vi.mock(import('node:fs/promises'), async (original) => {
  const fs = await original();
  const open: typeof fs.open = async (...how) => {
    const file = await fs.open(...how);
    const writeFile = file.writeFile.bind(file);
    file.writeFile = async (content, options) => {
      disk.room -= Buffer.byteLength(Buffer.isBuffer(content) ? content : '');
      if (disk.room < 0) throw Object.assign(new Error('no space left on device'), { code: disk.code });
      return writeFile(content, options);
    };
    return file;
  };
  return { ...fs, default: { ...fs, open }, open };
});

test.for([
  ['ENOSPC', 0],
  ['ENOSPC', 300],
  ['EDQUOT', 300],
] as const)(
  'the disk is full (%s, after %i bytes): the old photo stays, and nothing of the new one',
  async ([code, room], { db, dataDir, server, given }) => {
    const person = await given.user();
    const client = photoClient(server, person);
    disk.room = Number.POSITIVE_INFINITY;
    await client.upload(await picture('teal'));
    const before = await db.select().from(photos).where(eq(photos.userId, person.id));
    const files = await storedFiles(dataDir);
    const another = await picture({ r: 10, g: room % 255, b: code.length });
    Object.assign(disk, { room, code });
    expect(await client.upload(another)).toEqual({ error: 'STORAGE_FULL' });
    expect(await db.select().from(photos).where(eq(photos.userId, person.id))).toEqual(before);
    expect(await storedFiles(dataDir)).toEqual(files);
    expect((await client.get(`/api/photos/${before[0]?.id}/512.webp`)).status).toBe(200);
    disk.room = Number.POSITIVE_INFINITY;
    expect(await client.upload(another)).toHaveProperty('serverData');
  },
);
