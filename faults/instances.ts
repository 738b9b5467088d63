import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { root } from '@/scripts/steps.mjs';
import type { Fault, Finding } from './fault';
import { type Fleet, startFleet } from './fleet';
import { claimedOnce, countedTogether, sentToOne, signedInEverywhere } from './instances-state';
import { heardEverywhere } from './instances-streams';
import { restartInTurn } from './rolling-restart';

const Journal = z.object({ entries: z.array(z.unknown()) });

/**
 * Two instances and two workers on one database and one directory, started at the same moment on an empty one; then started anew
 * one by one under load.
 *
 * It is as if there were one: whoever is signed in at one is so at the other, until the moment at which it ends anywhere; limits
 * count what both are asked; streams tell what happened at the other; of two who claim the same case one has it; photos that one took
 * the other shows. No request is lost while they are replaced.
 */
export const instances: Fault = {
  name: 'instances',
  isSmall: true,
  async run(ground) {
    const fleet = await startFleet(ground);
    return [
      await migratedOnce(fleet),
      await signedInEverywhere(fleet),
      ...(await countedTogether(fleet)),
      await claimedOnce(fleet),
      await sentToOne(fleet),
      ...(await restartInTurn(ground, fleet)),
      ...(await heardEverywhere(fleet)),
    ];
  },
};

async function migratedOnce({ db, startedIn }: Fleet): Promise<Finding> {
  const journal = await readFile(join(root, 'db', 'migrations', 'meta', '_journal.json'), 'utf8');
  const { entries } = Journal.parse(JSON.parse(journal));
  const [row] = await db.execute<{ rows: number; hashes: number }>(sql`
    select count(*)::int as rows, count(distinct hash)::int as hashes from drizzle.__drizzle_migrations`);
  return {
    must: 'two that start at once on an empty database: each migration once, both ready',
    held: row?.rows === entries.length && row.hashes === entries.length,
    figure: `${row?.rows} made of ${entries.length}; ready after ${(startedIn / 1000).toFixed(1)} s`,
  };
}
