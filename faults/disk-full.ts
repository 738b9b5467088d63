import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { errorCode } from '@/db/start-error';
import { photoClient } from '@/server/testing/photo-client';
import { ask, call, wordOf } from './ask';
import type { Fault } from './fault';
import { mountSmallDisk } from './small-disk';
import { setStage } from './stage';
import { upload } from './uploading';

const MEGABYTES = 4;

/**
 * The disk of the data directory is full: a small one of its own (tmpfs), filled to the last byte.
 *
 * Whoever sends a photo is told so (STORAGE_FULL) and keeps the old one, whole; nothing of the new one is left. What needs no
 * disk works. With room again photos are taken again by themselves.
 */
export const diskFull: Fault = {
  name: 'disk-full',
  async run(ground) {
    const dataDir = await ground.directory();
    await mountSmallDisk(ground, { directory: dataDir, megabytes: MEGABYTES });
    const stage = await setStage(ground, { dataDir });
    const { port } = stage.app;
    const person = await stage.given.user();
    const photoId = await upload(port, { person, shade: 1 });
    const filler = join(dataDir, 'filler');
    await fill(filler);
    const bytes = await sharp({ create: { width: 300, height: 300, channels: 3, background: 'teal' } })
      .png()
      .toBuffer();
    const refused = JSON.stringify(await photoClient({ port }, person).upload(bytes));
    const old = await ask(port, { path: `/api/photos/${photoId}/512.webp`, token: person.token });
    const [row] = await stage.server.admin(
      (admin) => admin`select count(*)::int as photos from photos where user_id = ${person.id}`,
      stage.databaseUrl,
    );
    const saved = await call(port, 'profile.update', { location: 'full' }, { token: person.token });
    await rm(filler);
    const begun = performance.now();
    const again = await upload(port, { person, shade: 2 });
    return [
      {
        must: 'who sends a photo is told so, and keeps the old one whole',
        held: refused === '{"error":"STORAGE_FULL"}' && old.status === 200 && row?.photos === 1,
        figure: `${refused}, the old one ${wordOf(old)}, ${row?.photos} photo`,
      },
      { must: 'what needs no disk works', held: saved.status === 200, figure: `a save ${wordOf(saved)}` },
      {
        must: 'with room again photos are taken again',
        held: again !== undefined,
        figure: again ? `within ${Math.round(performance.now() - begun)} ms` : 'not taken',
      },
    ];
  },
};

/** Writes until nothing more fits. */
async function fill(file: string) {
  for (const piece of [65_536, 4096, 512]) {
    try {
      for (;;) await writeFile(file, Buffer.alloc(piece), { flag: 'a' });
    } catch (error) {
      if (errorCode(error) !== 'ENOSPC') throw error;
    }
  }
}
