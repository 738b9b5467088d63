import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { photos, photoUploads } from '@/db/schema/photos';
import { photoClient } from '@/server/testing/photo-client';
import { picture, storedFiles, photoTest as test } from '@/server/testing/photo-fixtures';
import { openStore } from './open-store';
import { LINK_SECONDS } from './rules';
import { sweepPhotos } from './sweep-photos';
import { bundleServer, startChildServer } from './testing/child-server';

/** Points of an upload at which the process is killed, from its first step to its last. */
const POINTS = 8;

test('a process that is killed at any point of an upload leaves a photo that is whole, and after the sweep nothing else', async ({
  database,
  db,
  dataDir,
  given,
  server,
}) => {
  const outfile = await bundleServer();
  const start = () => startChildServer(outfile, { databaseUrl: database.url, dataDir });
  const store = openStore({ dataDir, uploadthingToken: undefined });

  const whole = await start();
  const somebody = await given.user();
  await whole.killAt(1_000_000);
  await photoClient(whole, somebody).upload(await picture('teal'));
  const steps = await whole.steps();
  await whole.kill();
  expect(steps).toBeGreaterThan(POINTS);

  let kept = 0;
  for (let point = 0; point < POINTS; point++) {
    const person = await given.user();
    await photoClient(server, person).upload(await picture({ r: point, g: 0, b: 0 }));
    const [old] = await db.select().from(photos).where(eq(photos.userId, person.id));
    const child = await start();
    // The last one has answered before it is killed.
    const last = point === POINTS - 1;
    await child.killAt(last ? 1_000_000 : Math.floor((point * (steps - 1)) / (POINTS - 2)));
    const sent = await photoClient(child, person)
      .upload(await picture({ r: point, g: 200, b: 0 }))
      .catch(() => undefined);
    if (sent === undefined) await child.gone;
    await child.kill();

    const mine = await db.select().from(photos).where(eq(photos.userId, person.id));
    const current = mine.find(({ isCurrent }) => isCurrent);
    if (current?.id === old?.id) kept++;
    expect(mine).toHaveLength(current?.id === old?.id ? 1 : 2);
    const shown = await photoClient(server, person).get(`/api/photos/${current?.id}/512.webp`);
    expect(shown.status).toBe(200);
  }
  // Some before it was done, some after.
  expect(kept).toBeGreaterThan(0);
  expect(kept).toBeLessThan(POINTS);

  await sweepPhotos(db, { store, now: new Date(Date.now() + LINK_SECONDS * 1000 + 1000) });
  const rows = await db.select({ key: photos.key }).from(photos);
  const sizes = ['32.webp', '64.webp', '128.webp', '256.webp', '512.webp'];
  const named = rows.flatMap(({ key }) => sizes.map((size) => `${key}/${size}`));
  expect(await storedFiles(dataDir)).toEqual([...new Set(named)].sort());
  expect(await db.select().from(photoUploads)).toEqual([]);
}, 240_000);
