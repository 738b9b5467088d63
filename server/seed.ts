import { parseArgs } from 'node:util';
import { openDatabase } from '@/db/client';
import { StartError } from '@/db/start-error';
import { seedDemo } from './demo';
import { DEMO_PEOPLE } from './demo-people';
import { readEnvironment } from './env';
import { runCommand } from './process';
import { syncPermissions } from './roles/commands';
import { seedActivity } from './seed-activity';
import { seedCrowd } from './seed-crowd';

const USAGE = `Usage:
  npm run db:seed                                  the demo people
  npm run db:seed -- --people 1000000 [--seed 1]   also a crowd with three memberships, ten grants, ten notifications, five sessions
                                                   and five security events each; the same for the same number on the same day`;

/** `npm run db:seed`: the demo people, in whatever database there is, and a crowd where one is wanted. */
await runCommand(async ({ databaseUrl, words }) => {
  const { people, seed } = readWords(words);
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
  if (people === 0) return `${DEMO_PEOPLE.length} demo people are there.`;
  const log = (line: string) => process.stdout.write(`${line}\n`);
  const begun = performance.now();
  const made = await seedCrowd(databaseUrl, { people, seed, log });
  // Up to this morning: at any hour of a day the same.
  const left = await seedActivity(databaseUrl, { seed, until: startOfDay(now), log });
  if (!made && !left) return `The crowd number ${seed} is there.`;
  const seconds = ((performance.now() - begun) / 1000).toFixed(0);
  const counts = Object.entries({ ...made, ...left }).map(([what, count]) => `${what}: ${count}`);
  return `The crowd number ${seed} is there after ${seconds} s. ${counts.join(', ')}.`;
});

/** The beginning of the day, by UTC. */
function startOfDay(now: Date) {
  return new Date(Math.floor(now.getTime() / 86_400_000) * 86_400_000);
}

/** @throws StartError that says what there is */
function readWords(words: string[]) {
  const { people, seed } = parse(words);
  const numbers = { people: Number(people), seed: Number(seed) };
  if (!Object.values(numbers).every((n) => Number.isInteger(n) && n >= 0 && n <= 10_000_000))
    throw new StartError(USAGE);
  return numbers;
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: { people: { type: 'string', default: '0' }, seed: { type: 'string', default: '1' } },
    }).values;
  } catch {
    throw new StartError(USAGE);
  }
}
