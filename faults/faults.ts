import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect, parseArgs } from 'node:util';
import { StartError } from '@/db/start-error';
import { ensureBuilt } from '@/scripts/builds.mjs';
import { root } from '@/scripts/steps.mjs';
import { appKilled } from './app-killed';
import { bodies } from './bodies';
import { clock } from './clock';
import { connectionsCut } from './connections-cut';
import { databaseFull } from './database-full';
import { databaseKilled } from './database-killed';
import { databaseReadOnly } from './database-read-only';
import { databaseSlow } from './database-slow';
import { diskFull } from './disk-full';
import type { Fault } from './fault';
import { endOnSignal, onGround } from './ground';
import { instances } from './instances';
import { mail } from './mail';
import { migrationKilled } from './migration-killed';
import { once } from './once';
import { poolExhausted } from './pool-exhausted';
import { secretChanged } from './secret-changed';
import { allHeld, type Result, renderTable, sumUp } from './table';
import { terminated } from './terminated';
import { workerKilled } from './worker-killed';

/** In the order in which they are done. */
const FAULTS: Fault[] = [
  databaseKilled,
  migrationKilled,
  connectionsCut,
  databaseReadOnly,
  databaseFull,
  databaseSlow,
  poolExhausted,
  diskFull,
  mail,
  appKilled,
  terminated,
  instances,
  secretChanged,
  workerKilled,
  clock,
  once,
  bodies,
];

/**
 * Does every fault to the built app and prints what must hold, whether it held, and the figure; `dist/faults.json` has
 * the same. The exit code is 1 when something did not hold or could not be tried.
 * @throws StartError when the words make no sense
 */
export async function runFaults(words: string[]) {
  const { faults, small } = readOptions(words);
  endOnSignal();
  await ensureBuilt();
  const results = await tryAll(faults, { small });
  await writeFile(join(root, 'dist', 'faults.json'), `${JSON.stringify(results, undefined, 2)}\n`);
  console.log(`${renderTable(results)}\n\n${sumUp(results)}`);
  if (!allHeld(results)) process.exitCode = 1;
}

/** One after the other, since each is owed both processors; those that wait for most of their time at once, where the first stands. */
async function tryAll(faults: Fault[], given: { small: boolean }): Promise<Result[]> {
  const waiting = faults.filter(({ waits }) => waits);
  const results = new Map<Fault, Result>();
  for (const fault of faults) {
    if (results.has(fault)) continue;
    const those = fault.waits ? waiting : [fault];
    await Promise.all(those.map(async (one) => results.set(one, await tryFault(one, given))));
  }
  return faults.flatMap((fault) => results.get(fault) ?? []);
}

async function tryFault({ name, run }: Fault, { small }: { small: boolean }): Promise<Result> {
  const begun = performance.now();
  const say = (line: string) => process.stderr.write(`  ${name}: ${line}\n`);
  process.stderr.write(`${name}\n`);
  const result: Result = { name, seconds: 0, findings: [] };
  try {
    result.findings = await onGround({ small, say }, run);
  } catch (error) {
    process.stderr.write(`${inspect(error)}\n`);
    result.broken = String(error).split('\n', 1)[0] ?? '';
  }
  result.seconds = (performance.now() - begun) / 1000;
  return result;
}

/** `--only <fault>`, more than once or with commas; `--small` for those that `npm test` runs. */
function readOptions(words: string[]): { faults: Fault[]; small: boolean } {
  const { only, small } = parse(words);
  const named = only.flatMap((names) => names.split(','));
  const unknown = named.find((name) => !FAULTS.some((fault) => fault.name === name));
  if (unknown !== undefined) throw new StartError(`--only takes ${namesOf()}, and not "${unknown}".`);
  const isWanted = ({ name, isSmall }: Fault) =>
    named.length > 0 ? named.includes(name) : !small || isSmall;
  return { faults: FAULTS.filter(isWanted), small };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        only: { type: 'string', multiple: true, default: [] },
        small: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    throw new StartError(`usage: npm run test:faults -- [--only ${namesOf()}] [--small]\n${why}`);
  }
}

const namesOf = () => FAULTS.map(({ name }) => name).join(', ');
