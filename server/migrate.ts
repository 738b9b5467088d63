import { readEnvironment } from './env';
import { prepareDatabase } from './prepare-database';
import { runCommand } from './process';

/** `npm run db:migrate`: what a start does to the database, done apart from it, before a new version is started. */
await runCommand(async ({ databaseUrl }) => {
  const { applied } = await prepareDatabase({
    databaseUrl,
    migrationUrl: readEnvironment().DATABASE_MIGRATION_URL,
    log: (line) => process.stdout.write(`${line}\n`),
  });
  return applied === 1 ? '1 migration applied.' : `${applied} migrations applied.`;
});
