import { randomUUID } from 'node:crypto';
import { link, readdir, readFile, rm, stat, unlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '@/db/start-error';
import { makeFolder, syncFolder, writeThrough } from '@/server/durable-files';
import { DomainError } from '@/server/errors';
import type { PhotoFiles } from './make-photo';
import type { PhotoStore } from './store';

/** 64 characters of hex: whatever else a name is, it is not one of ours, and leads nowhere. */
const KEY = /^[0-9a-f]{64}$/;
const PREFIX = /^[0-9a-f]{2}$/;
const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/**
 * Photos as files: `<root>/<two characters>/<key>/<size>.webp`. Several processes can use it at once: a file comes into its place
 * whole or not at all, and stays as it is.
 */
export function diskStore(root: string): PhotoStore {
  const folderOf = (key: string) => {
    if (!KEY.test(key)) throw new Error('this is no key of a photo');
    return join(/* turbopackIgnore: true */ root, key.slice(0, 2), key);
  };
  return {
    async put({ key, files }) {
      const folder = folderOf(key);
      try {
        await putFiles({ folder, files });
        // From now on it is young again: a sweep that came upon it before leaves it alone.
        await utimes(folder, new Date(), new Date());
      } catch (error) {
        throw NO_ROOM.has(errorCode(error)) ? new DomainError('STORAGE_FULL', { cause: error }) : error;
      }
    },

    async read({ key, size }) {
      return readFile(join(folderOf(key), `${size}.webp`)).catch(unlessMissing);
    },

    async remove(key) {
      await rm(folderOf(key), { recursive: true, force: true });
    },

    async *keysBefore(time) {
      for (const prefix of (await readdir(root).catch(unlessMissing)) ?? []) {
        if (!PREFIX.test(prefix)) continue;
        for (const key of (await readdir(join(root, prefix)).catch(unlessMissing)) ?? []) {
          const found = KEY.test(key) ? await stat(folderOf(key)).catch(unlessMissing) : undefined;
          if (found && found.mtime < time) yield key;
        }
      }
    },
  };
}

async function putFiles({ folder, files }: { folder: string; files: PhotoFiles }) {
  await makeFolder(folder);
  try {
    for (const [size, content] of files) {
      const temporary = join(folder, `${size}.${randomUUID()}.tmp`);
      await writeThrough(temporary, content);
      // A link does not overwrite: what is there already is the same.
      await link(temporary, join(folder, `${size}.webp`)).catch((error) => {
        if (errorCode(error) !== 'EEXIST') throw error;
      });
    }
  } finally {
    // What was linked stays under its name alone; and what a process that is gone has left here, since nobody else puts this now.
    for (const name of await readdir(folder)) if (name.endsWith('.tmp')) await unlink(join(folder, name));
  }
  await syncFolder(folder);
}

function unlessMissing(error: unknown): undefined {
  if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined;
  throw error;
}
