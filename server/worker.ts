import { join } from 'node:path';
import type { Connection } from '@/db/client';
import { createTasks } from './jobs/tasks';
import { startWorker } from './jobs/worker';
import type { Log } from './log';
import { createMailer } from './mail/deliver';
import { countMails } from './metrics/count-mails';
import type { Metrics } from './metrics/metrics';
import { pushSettings } from './notifications/push-settings';
import type { RepeatGuard } from './repeat-guard';
import type { Settings } from './settings';
import { traceMails } from './tracing/trace-mails';
import type { Tracing } from './tracing/tracing';

/** The worker with its mailer, beside the app or alone in a process of its own. */
export function startWorkerFrom(given: {
  settings: Settings;
  databaseUrl: string;
  connection: Connection;
  log: Log;
  metrics?: Metrics | undefined;
  tracing?: Tracing | undefined;
  guard?: RepeatGuard | undefined;
}): { stop(): Promise<void> } {
  const { settings, databaseUrl, connection, log, metrics, tracing, guard } = given;
  const way = createMailer({
    smtpUrl: settings.SMTP_URL,
    from: settings.MAIL_FROM,
    outboxDir: join(settings.DATA_DIR, 'outbox'),
  });
  const counted = metrics ? countMails(way, metrics) : way;
  const mailer = tracing ? traceMails(counted, tracing) : counted;
  const tasks = createTasks({
    db: connection.db,
    mailer,
    appUrl: settings.APP_URL,
    secret: settings.AUTH_SECRET,
    dataDir: settings.DATA_DIR,
    outboxDir: join(settings.DATA_DIR, 'outbox'),
    uploadthingToken: settings.UPLOADTHING_TOKEN,
    push: pushSettings(settings),
    previousSecrets: settings.AUTH_SECRET_PREVIOUS,
    log,
    metrics,
    tracing,
  });
  const worker = startWorker({
    db: connection.db,
    databaseUrl,
    tasks,
    log,
    metrics,
    tracing,
    guard,
    concurrency: 4,
  });
  return {
    async stop() {
      await worker.stop();
      mailer.close();
    },
  };
}
