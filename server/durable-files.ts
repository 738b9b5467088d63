import { constants } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

/** Creates a folder so that it is still there after a power cut: a name counts once the folder around it is on the disk. */
export async function makeFolder(folder: string) {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let at = join(folder, '..'); at.length >= join(first, '..').length; at = join(at, '..'))
    await syncFolder(at);
}

/** Writes a file that is not there yet, for the process alone; what it holds is on the disk afterwards, its name after `syncFolder`. */
export async function writeThrough(path: string, content: Buffer | Readable) {
  const pieces: AsyncIterable<Buffer> | Buffer[] = Buffer.isBuffer(content) ? [content] : content;
  const file = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  try {
    // From where the last piece ended.
    for await (const piece of pieces) await file.writeFile(piece);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes sure that what came into a folder, or was renamed in it, is there after a power cut. */
export async function syncFolder(folder: string) {
  const opened = await open(folder, constants.O_RDONLY);
  try {
    await opened.sync();
  } finally {
    await opened.close();
  }
}
