import { redactErased } from '@/server/audit/redact';
import { sealAudit } from '@/server/audit/seal';
import { sweepExports } from '@/server/export/sweep';
import { exportTasks } from '@/server/export/tasks';
import { leavingTasks } from '@/server/leaving/tasks';
import { decisionMailTasks } from '@/server/mail/decision-tasks';
import { securityMailTasks } from '@/server/mail/security-tasks';
import { mailTasks } from '@/server/mail/tasks';
import { sanctionTasks } from '@/server/moderation/sanction-tasks';
import { notificationMailTasks } from '@/server/notifications/mail-tasks';
import { notificationPushTasks } from '@/server/notifications/push-tasks';
import { notificationTasks } from '@/server/notifications/tasks';
import { openStore } from '@/server/photos/open-store';
import { sweepPhotos } from '@/server/photos/sweep-photos';
import type { Tasks } from './catalog';
import type { TaskServices } from './services';
import { sweep } from './sweep';

/** What the worker can do: the task of each job in the catalogue. */
export function createTasks(services: TaskServices): Tasks {
  return {
    ...mailTasks(services),
    ...securityMailTasks(services),
    ...decisionMailTasks(services),
    ...leavingTasks(services),
    ...exportTasks(services),
    ...sanctionTasks(services),
    ...notificationTasks(services),
    ...notificationMailTasks(services),
    ...notificationPushTasks(services),
    'audit.seal': async () => {
      await sealAudit(services.db);
    },
    sweep: async () => {
      const { db } = services;
      await sweep(db, { now: new Date() });
      await redactErased(db, { now: new Date() });
      await sweepExports(db, { dataDir: services.dataDir, now: new Date() });
      await sweepPhotos(db, { store: openStore(services), now: new Date() });
    },
  };
}
