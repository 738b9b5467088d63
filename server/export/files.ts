import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '@/db/start-error';

const ID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const FILE = new RegExp(`^(${ID})\\.(zip|[0-9a-f-]+\\.part)$`);

/** Where the copies lie that people have asked for: `<id>.zip`, and `<id>.<random>.part` while one is written. */
export function exportsFolder(dataDir: string) {
  return join(/* turbopackIgnore: true */ dataDir, 'exports');
}

export function exportFile(dataDir: string, id: string) {
  return join(exportsFolder(dataDir), `${id}.zip`);
}

/** Every file there, with the id of the export it belongs to. Names that are not ours are left alone. */
export async function listExportFiles(dataDir: string) {
  const names = await readdir(exportsFolder(dataDir)).catch((error) => {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  });
  return names.flatMap((name) => {
    const [, id, ending] = FILE.exec(name) ?? [];
    return id && ending ? [{ id, finished: ending === 'zip', path: join(exportsFolder(dataDir), name) }] : [];
  });
}

/** Removes whatever lies there of these exports, finished or not. */
export async function removeExportFiles(dataDir: string, ids: string[]) {
  for (const { id, path } of await listExportFiles(dataDir))
    if (ids.includes(id)) await rm(path, { force: true });
}
