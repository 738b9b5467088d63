import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { v7 as uuid } from 'uuid';
import { expect, onTestFinished, test } from 'vitest';
import { type Database, openDatabase } from '@/db/client';
import { startEmbeddedDatabase } from '@/db/embedded';
import { sealAudit, verifyAudit } from './audit/seal';
import { countJobs } from './jobs/dead-letters';
import { addJob } from './jobs/queue';
import { addPhoto } from './photos/commands';
import { diskStore } from './photos/disk-store';
import { prepareDatabase } from './prepare-database';
import { syncPermissions } from './roles/commands';
import { callerFor } from './testing/callers';
import { makeGiven } from './testing/factories';
import { refusal } from './testing/refusal';

const quiet = () => undefined;
const PHOTO_KEY = 'a'.repeat(64);

test('the files of a Foyer that was stopped are a backup: put in their place again, everything of that moment is there', async () => {
  const room = await mkdtemp(join(tmpdir(), 'foyer-backup-'));
  // The account of PostgreSQL passes through.
  await chmod(room, 0o711);
  onTestFinished(() => rm(room, { recursive: true, force: true }));
  const dataDir = join(room, 'data');
  const backup = join(room, 'backup');

  const before = await withFoyer(dataDir, async (db) => {
    const given = makeGiven(db);
    const person = await given.user();
    const photo = await photoOf(db, { person, dataDir });
    await callerFor(db, person).profile.update({ displayName: 'Ada Before' });
    await addJob(db, { name: 'mail.resetPassword', payload: { resetId: uuid() } });
    await sealAudit(db);
    const { last } = await verifyAudit(db, { now: new Date() });
    return { person, photo, last, jobs: await countJobs(db) };
  });
  await copy(dataDir, backup);

  const later = await withFoyer(dataDir, async (db) => {
    await callerFor(db, before.person).profile.update({ displayName: 'Ada After' });
    return makeGiven(db).user();
  });
  await rm(dataDir, { recursive: true });
  await copy(backup, dataDir);

  await withFoyer(dataDir, async (db) => {
    expect(await callerFor(db, before.person).profile.me()).toMatchObject({ displayName: 'Ada Before' });
    expect(await refusal(callerFor(db, later).profile.me())).toMatchObject({ reason: 'SESSION_ENDED' });
    const file = await diskStore(join(dataDir, 'photos')).read({ key: before.photo.key, size: 32 });
    expect(file?.toString()).toBe('a face');
    expect(await countJobs(db)).toEqual(before.jobs);
    expect(before.jobs.waiting).toBe(1);
    const anchor = before.last ?? undefined;
    expect(anchor).toBeDefined();
    expect(await verifyAudit(db, { anchor, now: new Date() })).toMatchObject({
      flaws: [],
      anchor: 'holds',
    });
  });
}, 90_000);

/** Does something with the database of a data directory, started and brought up to date as the app does it, and stopped after it. */
async function withFoyer<T>(dataDir: string, work: (db: Database) => Promise<T>): Promise<T> {
  const database = await startEmbeddedDatabase({ dataDir, fast: true, log: quiet });
  try {
    await prepareDatabase({ databaseUrl: database.url, migrationUrl: undefined, log: quiet });
    const { db, end } = openDatabase(database.url, { max: 2 });
    try {
      await syncPermissions(db, { now: new Date() });
      return await work(db);
    } finally {
      await end();
    }
  } finally {
    await database.stop();
  }
}

async function photoOf(
  db: Database,
  { person, dataDir }: { person: { id: string }; dataDir: string },
): Promise<{ key: string }> {
  await addPhoto(db, {
    made: { key: PHOTO_KEY, files: new Map([[32, Buffer.from('a face')]] as const), removed: [] },
    uploadId: 'an upload',
    alt: '',
    userId: person.id,
    store: diskStore(join(dataDir, 'photos')),
    cause: { actorId: person.id },
    now: new Date(),
  });
  return { key: PHOTO_KEY };
}

/** As docs/deployment.md says it: owners and modes stay. */
async function copy(from: string, to: string) {
  await promisify(execFile)('cp', ['-a', from, to]);
}
