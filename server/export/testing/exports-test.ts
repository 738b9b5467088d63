import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { v7 as uuid } from 'uuid';
import { EXPORT_TRIES } from '@/server/export/catalog';
import { exportFile, exportsFolder } from '@/server/export/files';
import { exportTasks } from '@/server/export/tasks';
import type { TaskServices } from '@/server/jobs/services';
import { mailsAbout } from '@/server/notifications/testing/mail-test';
import { callerFor, SECRET } from '@/server/testing/callers';
import type { Person } from '@/server/testing/factories';
import { test as base } from '@/server/testing/fixtures';
import { readZip } from './read-zip';

/** A test of copies: the file has a data directory of its own, and `making` does the jobs. */
export const test = base
  .extend('dataDir', { scope: 'file' }, async ({}, { onCleanup }) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'foyer-exports-'));
    onCleanup(() => rm(dataDir, { recursive: true, force: true }));
    return dataDir;
  })
  .extend('making', { scope: 'file' }, ({ db, dataDir }) => {
    const services: TaskServices = {
      db,
      mailer: {
        send: () => Promise.reject(new Error('no mail is expected')),
        greet: async () => undefined,
        close: () => undefined,
      },
      appUrl: 'https://foyer.example.test',
      secret: SECRET,
      dataDir,
      outboxDir: join(dataDir, 'outbox'),
      uploadthingToken: undefined,
      previousSecrets: [],
      log: pino({ level: 'silent' }),
    };
    const aTry = (attempt: number) => ({ jobId: uuid(), attempt, queuedAt: new Date() });
    const request = (person: Person) => callerFor(db, person).account.export.request();
    const make = (
      id: string,
      { attempt = 1, ...changes }: { attempt?: number } & Partial<TaskServices> = {},
    ) => exportTasks({ ...services, ...changes })['account.export']({ exportId: id }, aTry(attempt));
    return {
      services,
      request,
      make,
      lastTry: EXPORT_TRIES,
      /** The mails of a copy that is ready. */
      async mailsOf(id: string, to: Person) {
        const { appUrl } = services;
        return mailsAbout(db, { to, type: 'account.exportReady', data: { exportId: id }, appUrl });
      },
      /** A copy as its person opens it. */
      async copyOf(person: Person) {
        const { id } = await request(person);
        await make(id);
        return { id, ...(await openCopy(dataDir, id)) };
      },
      open: (id: string) => openCopy(dataDir, id),
      /** What lies in the folder of copies. */
      files: () => readdir(exportsFolder(dataDir)),
    };
  });

async function openCopy(dataDir: string, id: string) {
  const files = await readZip(exportFile(dataDir, id));
  return {
    files,
    /** Everything in it as text. */
    text: [...files.values()].map(String).join('\n'),
    rows: (part: string): Record<string, unknown>[] => JSON.parse(String(files.get(`${part}.json`))),
    page: String(files.get('index.html')),
  };
}
