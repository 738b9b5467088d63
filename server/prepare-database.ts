import { letUseTables } from '@/db/app-role';
import { migrate } from '@/db/migrate';
import { makeMonthsAhead } from '@/db/months';
import { StartError } from '@/db/start-error';
import { errorText } from './jobs/error-text';
import { prepareQueue } from './jobs/prepare-queue';

/**
 * Brings tables and queue up to date, and makes the months ahead. With a role of its own for that, the app's role owns nothing and may only use
 * them. Several instances may do it at once. @throws StartError in words for a person
 */
export async function prepareDatabase(given: {
  databaseUrl: string;
  migrationUrl: string | undefined;
  log: (line: string) => void;
}): Promise<{ applied: number }> {
  const { databaseUrl, migrationUrl, log } = given;
  const done = await migrate(migrationUrl ?? databaseUrl, { log });
  try {
    await prepareRoles({ databaseUrl, migrationUrl });
    await makeMonthsAhead({ migrationUrl: migrationUrl ?? databaseUrl });
  } catch (error) {
    throw new StartError(
      `The database could not be prepared: ${errorText(error)}. Check its address and its roles.`,
    );
  }
  return done;
}

async function prepareRoles({
  databaseUrl,
  migrationUrl,
}: {
  databaseUrl: string;
  migrationUrl: string | undefined;
}) {
  if (!migrationUrl) return prepareQueue({ databaseUrl });
  const appRole = decodeURIComponent(new URL(databaseUrl).username);
  if (!appRole) throw new Error('DATABASE_URL names no role, and beside DATABASE_MIGRATION_URL it has to');
  await letUseTables({ migrationUrl, appRole });
  return prepareQueue({ databaseUrl: migrationUrl, appRole });
}
