import type { Connection } from '@/db/client';
import { Replica } from '@/db/replica/replica';
import type { Log } from './log';
import type { Settings } from './settings';

/**
 * The replica of DATABASE_REPLICA_URL, if that is set; the start does not wait for it. The log says when it is read from and why it
 * is not.
 */
export function openReplica(given: {
  settings: Pick<Settings, 'DATABASE_REPLICA_URL' | 'DATABASE_POOL'>;
  connection: Connection;
  log: Log;
}): Replica | undefined {
  const { settings, connection, log } = given;
  if (settings.DATABASE_REPLICA_URL === undefined) return undefined;
  return new Replica({
    url: settings.DATABASE_REPLICA_URL,
    primary: connection.db,
    max: settings.DATABASE_POOL,
    onChange: (why) =>
      why === undefined
        ? log.info('lists are read from the replica')
        : log.warn({ why }, 'lists are read from the database, not from its replica'),
  });
}
