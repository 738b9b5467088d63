import type { Log } from '@/server/log';
import type { MailServices } from '@/server/mail/tasks';
import type { Metrics } from '@/server/metrics/metrics';
import type { PushSettings } from '@/server/notifications/push-settings';
import type { Tracing } from '@/server/tracing/tracing';

/** What the jobs work with. */
export interface TaskServices extends MailServices {
  /** Where photos and exports lie. */
  dataDir: string;
  /** Where mails lie in demo mode. */
  outboxDir: string;
  uploadthingToken: string | undefined;
  /** By what pushes are sent; undefined where none can be. */
  push?: PushSettings | undefined;
  /** Earlier secrets, with which stored keys may still be encrypted. */
  previousSecrets: string[];
  log: Log;
  metrics?: Metrics | undefined;
  tracing?: Tracing | undefined;
}
