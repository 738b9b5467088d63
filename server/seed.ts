import { openDatabase } from '@/db/client';
import { StartError } from '@/db/start-error';
import { seedDemo } from './demo';
import { DEMO_PEOPLE } from './demo-people';
import { readEnvironment } from './env';
import { runCommand } from './process';
import { syncPermissions } from './roles/commands';

/** `npm run db:seed`: the demo people, in whatever database there is. */
await runCommand(async ({ databaseUrl }) => {
  if (!readEnvironment().demo)
    throw new StartError('Demo people have a public password: there is no place for them here.');
  const { db, end } = openDatabase(databaseUrl, { max: 2, applicationName: 'foyer seed' });
  const now = new Date();
  try {
    await syncPermissions(db, { now });
    await seedDemo(db, { now });
  } finally {
    await end();
  }
  return `${DEMO_PEOPLE.length} demo people are there.`;
});
