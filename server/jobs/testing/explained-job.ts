import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Database } from '@/db/client';
import type { JobName } from '@/server/jobs/catalog';
import type { TaskServices } from '@/server/jobs/services';
import { createTasks } from '@/server/jobs/tasks';
import type { Mailer } from '@/server/mail/deliver';
import type { PushSettings } from '@/server/notifications/push-settings';
import { SECRET, servicesFor } from '@/server/testing/callers';
import { crowdAround } from '@/server/testing/crowd';
import { type Explained, explainWork } from '@/server/testing/explained';
import { makeGiven } from '@/server/testing/factories';
import { entryOf } from './examples';
import type { World } from './job-entry';

interface Run<Name extends JobName> {
  name: Name;
  about: string | undefined;
  size: number;
  mailer: Mailer;
  push: PushSettings;
  browser: World['browser'];
}

/**
 * What PostgreSQL does for each statement of a job where there are so many of everything that it works through, as among many rows.
 * In the end nothing has happened, but for what was mailed and pushed.
 */
export async function explainJob<Name extends JobName>(db: Database, run: Run<Name>): Promise<Explained[]> {
  const { name, about: of, size, mailer, push, browser } = run;
  const dataDir = await mkdtemp(join(tmpdir(), 'foyer-test-'));
  try {
    return await explainWork(db, {
      asAmongMany: true,
      async prepare(tx) {
        const given = makeGiven(tx);
        const { payload, about, attempt } = await entryOf(name, of).example({
          ...{ db: tx, given, size, dataDir, browser },
        });
        await crowdAround(tx, about ?? (await given.user()), size);
        const aTry = { jobId: '1', attempt: 1, queuedAt: new Date(), ...attempt };
        return (within) => createTasks({ ...servicesOf(within), mailer, push, dataDir })[name](payload, aTry);
      },
    });
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

function servicesOf(db: Database): Omit<TaskServices, 'mailer' | 'dataDir'> {
  return {
    db,
    appUrl: servicesFor(db).appUrl,
    secret: SECRET,
    previousSecrets: [],
    outboxDir: '/nonexistent',
    uploadthingToken: undefined,
    log: pino({ level: 'silent' }),
  };
}
