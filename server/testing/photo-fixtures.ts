import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { test } from './fixtures';
import { serve } from './http';

/** A test of photos over HTTP, with a data directory of the file's own. */
export const photoTest = test
  .extend('dataDir', { scope: 'file' }, async ({}, { onCleanup }) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'foyer-photos-'));
    onCleanup(() => rm(dataDir, { recursive: true, force: true }));
    return dataDir;
  })
  .extend('server', { scope: 'file' }, async ({ db, dataDir }, { onCleanup }) => {
    const server = await serve(db, { services: { dataDir } });
    onCleanup(() => server.stop());
    return server;
  });

/** A picture of one colour, as PNG. */
export function picture(background: string | { r: number; g: number; b: number }, width = 300, height = 200) {
  return sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer();
}

/** Everything that lies in the store: the name of each file after the key that it lies under. */
export async function storedFiles(dataDir: string) {
  const entries = await readdir(join(dataDir, 'photos'), { recursive: true, withFileTypes: true }).catch(
    () => [],
  );
  return entries
    .filter((entry) => entry.isFile())
    .map(({ name, parentPath }) => join(parentPath.split('/').at(-1) ?? '', name))
    .sort();
}
