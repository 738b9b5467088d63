import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eq, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { describe, expect } from 'vitest';
import type { Database } from '@/db/client';
import { dataExports } from '@/db/schema/leaving';
import { users } from '@/db/schema/users';
import { startChildWorker } from '@/server/jobs/testing/child-worker';
import { callerFor } from '@/server/testing/callers';
import type { Person } from '@/server/testing/factories';
import { refusal } from '@/server/testing/refusal';
import { PART_COUNT } from './archive';
import { requestExport } from './commands';
import { exportFile, exportsFolder } from './files';
import { getExportStatus } from './queries';
import { sweepExports } from './sweep';
import { test } from './testing/exports-test';

const HOUR = 3_600_000;

describe('asking', () => {
  test('makes a job that names the export, and says how far it is', async ({
    db,
    given,
    making,
    jobs,
    trail,
  }) => {
    const person = await given.user();
    const { account } = callerFor(db, person);
    expect(await account.export.status()).toEqual({ latest: null, left: 3 });
    const asked = await account.export.request();
    expect(asked).toEqual({
      id: asked.id,
      state: 'queued',
      requestedAt: expect.stringMatching(/Z$/),
      done: 0,
      parts: PART_COUNT,
      size: null,
      expiresAt: null,
    });
    expect((await jobs()).at(-1)).toEqual({ name: 'account.export', payload: { exportId: asked.id } });
    expect(await account.export.status()).toEqual({ latest: asked, left: 2 });
    await making.make(asked.id);
    const { latest } = await account.export.status();
    expect(latest).toMatchObject({ state: 'ready', done: PART_COUNT, size: expect.any(Number) });
    const left = Date.parse(latest?.expiresAt ?? '') - Date.now();
    expect(Math.round(left / HOUR)).toBe(24);
    expect((await trail(person)).map(({ kind }) => kind)).toEqual(['export.requested']);
  });

  test('while one is under way is refused, and of ten at once one is made', async ({ db, given, making }) => {
    const person = await given.user();
    const asked = await Promise.allSettled(Array.from({ length: 10 }, () => making.request(person)));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const late of asked.filter((one) => one.status === 'rejected'))
      expect(await refusal(Promise.reject(late.reason))).toEqual({ reason: 'EXPORT_UNDER_WAY' });
    expect(await db.$count(dataExports, eq(dataExports.userId, person.id))).toBe(1);
  });

  test('is for three a day, of which one that failed is none', async ({ db, given, making }) => {
    const person = await given.user();
    const failed = await making.request(person);
    await db.update(dataExports).set({ state: 'failed' }).where(eq(dataExports.id, failed.id));
    for (let n = 0; n < 3; n++) await making.copyOf(person);
    const fourth = await refusal(making.request(person));
    expect(fourth).toEqual({ reason: 'RATE_LIMITED', retryAfter: expect.any(Number) });
    expect(fourth.retryAfter).toBeGreaterThan(86_400 - 600);
    expect(await callerFor(db, person).account.export.status()).toMatchObject({ left: 0 });
    const tomorrow = new Date(Date.now() + 24 * HOUR + 1);
    const cause = { actorId: person.id };
    expect(await requestExport(db, { userId: person.id, cause, now: tomorrow })).toMatchObject({
      state: 'queued',
    });
    const status = await getExportStatus(db, { userId: person.id, now: tomorrow });
    expect(status.left).toBe(2);
  });

  test.for(['suspended', 'paused', 'leaving'] as const)(
    'is open to who is %s',
    async (how, { given, making }) => {
      const person = await given[how](await given.user());
      const { rows } = await making.copyOf(person);
      expect(rows('account')).toMatchObject([{ id: person.id }]);
    },
  );
});

describe('made', () => {
  test('it is told by mail, in the language and time of the person', async ({
    db,
    given,
    making,
    notices,
  }) => {
    const person = await given.user({ locale: 'fr', timeZone: 'Europe/Paris', displayName: 'Zoé' });
    const { id } = await making.copyOf(person);
    expect(await notices(person)).toMatchObject([{ type: 'account.exportReady', data: { exportId: id } }]);
    const [mail, ...others] = await making.mailsOf(id, person);
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ to: person.email, subject: 'La copie de vos données est prête' });
    expect(mail?.text).toContain('Bonjour Zoé,');
    expect(mail?.text).toContain('https://foyer.example.test/settings/account');
    expect(mail?.text).not.toContain(id);
    await expire(db, id);
    expect(await making.mailsOf(id, person)).toEqual([]);
  });

  test('it is not made again by a job that comes twice', async ({ db, given, making, jobs }) => {
    const person = await given.user();
    const { id } = await making.copyOf(person);
    const [before, queue] = [await rowOf(db, id), await jobs()];
    await making.make(id);
    expect(await rowOf(db, id)).toEqual(before);
    expect(await jobs()).toEqual(queue);
    expect(await making.files()).toContain(`${id}.zip`);
  });

  test('by two at once it is whole, and told once', async ({ given, making, notices }) => {
    const person = await given.user();
    const { id } = await making.request(person);
    await Promise.all([making.make(id), making.make(id)]);
    expect((await making.open(id)).rows('account')).toHaveLength(1);
    expect(await notices(person)).toHaveLength(1);
    expect((await making.files()).filter((name) => name.startsWith(id))).toEqual([`${id}.zip`]);
  });
});

describe('cut off', () => {
  test('by a kill in the middle, the next try makes it whole, and nothing is left of the first', async ({
    db,
    database,
    dataDir,
    given,
    making,
  }) => {
    const person = await given.user();
    // The only one that waits.
    await db.update(dataExports).set({ state: 'failed' }).where(eq(dataExports.state, 'queued'));
    const { id } = await making.request(person);
    const child = await startChildWorker(
      `${database.url}#${dataDir}`,
      'server/export/testing/killed-export.ts',
    );
    await child.taken;
    expect(await rowOf(db, id)).toMatchObject({ state: 'running', done: 12 });
    await child.kill();
    const left = (await making.files()).filter((name) => name.startsWith(id));
    expect(left).toEqual([expect.stringMatching(/\.part$/)]);
    await sweepExports(db, { dataDir, now: new Date() });
    await making.make(id);
    expect((await making.open(id)).rows('account')).toMatchObject([{ id: person.id }]);
    await sweepExports(db, { dataDir, now: new Date() });
    expect((await making.files()).filter((name) => name.startsWith(id))).toEqual([`${id}.zip`]);
    expect(await rowOf(db, id)).toMatchObject({ state: 'ready', done: PART_COUNT });
  }, 60_000);

  test('by a disk that takes nothing, it is tried again, and failed at the last', async ({
    db,
    given,
    making,
    dataDir,
  }) => {
    const person = await given.user();
    const { id } = await making.request(person);
    const noFolder = join(dataDir, 'a-file');
    await writeFile(noFolder, '');
    await expect(making.make(id, { dataDir: noFolder })).rejects.toThrow(/ENOTDIR|EEXIST/);
    expect(await rowOf(db, id)).toMatchObject({ state: 'running' });
    await expect(making.make(id, { dataDir: noFolder, attempt: making.lastTry })).rejects.toThrow();
    expect(await callerFor(db, person).account.export.status()).toMatchObject({
      latest: { state: 'failed' },
      left: 3,
    });
    // Staff can have it tried once more.
    await making.make(id);
    expect(await rowOf(db, id)).toMatchObject({ state: 'ready' });
  });

  test('at its last try for good, the sweep says that it has failed', async ({
    db,
    given,
    making,
    dataDir,
  }) => {
    const [lost, waiting] = [
      await making.request(await given.user()),
      await making.request(await given.user()),
    ];
    const running = await making.request(await given.user());
    const key = (id: string) => `account.export:${id}`;
    await db.execute(sql`
      update graphile_worker._private_jobs set attempts = max_attempts where key in (${key(lost.id)}, ${key(running.id)})`);
    await db.execute(sql`
      update graphile_worker._private_jobs set locked_at = now(), locked_by = 'somebody' where key = ${key(running.id)}`);
    await sweepExports(db, { dataDir, now: new Date() });
    expect(await rowOf(db, lost.id)).toMatchObject({ state: 'failed' });
    expect(await rowOf(db, waiting.id)).toMatchObject({ state: 'queued' });
    expect(await rowOf(db, running.id)).toMatchObject({ state: 'queued' });
  });

  test('by its person leaving, nothing of it stays', async ({ db, given, making }) => {
    const gone = await making.request(await given.user());
    await db.delete(dataExports).where(eq(dataExports.id, gone.id));
    await making.make(gone.id);
    const person = await given.user();
    const erased = await making.request(person);
    await db.update(users).set({ status: 'erasing' }).where(eq(users.id, person.id));
    await making.make(erased.id);
    const files = await making.files();
    for (const { id } of [gone, erased]) expect(files.filter((name) => name.startsWith(id))).toEqual([]);
  });
});

test('after 24 hours the sweep removes file and row, and files that no export names', async ({
  db,
  given,
  making,
  dataDir,
}) => {
  const [over, kept] = [await making.copyOf(await given.user()), await making.copyOf(await given.user())];
  await expire(db, over.id);
  const lost = [`${uuid()}.zip`, `${uuid()}.${uuid()}.part`, `${kept.id}.${uuid()}.part`];
  for (const name of [...lost, 'not-ours.txt']) await writeFile(join(exportsFolder(dataDir), name), '');
  await sweepExports(db, { dataDir, now: new Date() });
  const files = await making.files();
  for (const name of [...lost, `${over.id}.zip`]) expect(files).not.toContain(name);
  expect(files).toEqual(expect.arrayContaining([`${kept.id}.zip`, 'not-ours.txt']));
  expect(await rowOf(db, over.id)).toBeUndefined();
  expect(await rowOf(db, kept.id)).toMatchObject({ state: 'ready' });
  await rm(exportFile(dataDir, kept.id));
});

test('a folder that is not there yet is nothing to sweep', async ({ db, dataDir }) => {
  await sweepExports(db, { dataDir: join(dataDir, 'nothing'), now: new Date() });
});

async function rowOf(db: Database, id: string) {
  const [row] = await db.select().from(dataExports).where(eq(dataExports.id, id));
  return row;
}

async function expire(db: Database, id: Person['id']) {
  await db
    .update(dataExports)
    .set({ expiresAt: new Date(Date.now() - 1) })
    .where(eq(dataExports.id, id));
}
