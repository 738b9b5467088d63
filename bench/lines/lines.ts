import { makeTemporaryDirectory } from '@/bench/directory';
import type { Line } from '@/bench/line';
import { startApp } from '@/bench/running-app';
import type { World } from '@/bench/world';
import { SECRET } from '@/server/testing/callers';
import { countedBy } from './counting';
import { fanOutLine } from './fanning-out';
import type { Filled } from './ground';
import { inProcess } from './in-process';
import { makeMeasuring } from './measuring';
import { soak } from './soak';
import type { Subject } from './subject';
import { SUBJECTS } from './subjects';

/** How the lines are measured. */
export interface LineOptions {
  people: number;
  /** Where the database is kept for the next run. */
  keepIn: string | undefined;
  /** Of the load whose memory is looked at. */
  soakMinutes: number;
  /** Whether it all works, and not how fast. */
  small: boolean;
}

const ENVIRONMENT = { TRUSTED_PROXIES: '127.0.0.1', AUTH_SECRET: SECRET, WORKER: 'off' };

/**
 * What the app is asked most, among so many people: each line and its limit in turn, in one run, on one database. The app is the
 * production build in a process of its own, so is what sends, and so is the limit.
 */
export async function lines(world: World, options: LineOptions): Promise<Line[]> {
  const ground = await world.filled();
  const statements = await countedBy(SUBJECTS, { ground, env: ENVIRONMENT });
  const app = await appOn(ground);
  const measuring = makeMeasuring({ ground, app, small: options.small });
  const measured: Line[] = [];
  for (const subject of SUBJECTS) {
    const line = await measuring.line(subject, { statements: statements.get(subject) ?? Number.NaN });
    measured.push(line);
    // A run that is cut off has told what it knew.
    const { value, best } = line;
    process.stderr.write(
      `  ${line.name}: ${value.toFixed(0)}/s of ${best?.value.toFixed(0)}/s, ${best?.ratio.toFixed(2)}\n`,
    );
  }
  measured.push(...(await inProcess(ground, options)), await fanOutLine(ground, options));
  measured.push(await soak({ ground, app, ...options }));
  await app.stop();
  return [loaded(ground, options), ...measured, ...budgets(statements)];
}

/** The last of the lines by itself, for a load of an hour. */
export async function soakAlone(world: World, options: LineOptions): Promise<Line[]> {
  const ground = await world.filled();
  const app = await appOn(ground);
  const line = await soak({ ground, app, ...options });
  await app.stop();
  return [line];
}

async function appOn({ databaseUrl }: Filled) {
  return startApp({ dataDir: await makeTemporaryDirectory(), databaseUrl, env: ENVIRONMENT });
}

function loaded({ seconds, rows }: Filled, { people }: LineOptions): Line {
  return {
    name: `${people} people loaded`,
    value: seconds,
    unit: 's',
    note: `${Math.round(rows)} rows, ${Math.round(rows / Math.max(seconds, 0.001))} a second`,
  };
}

/** What each line may send. */
function budgets(statements: Map<Subject, number>): Line[] {
  return [...statements].map(([subject, value]) => ({
    name: `statements of: ${subject.name}`,
    value,
    unit: 'statements',
    wanted: { most: subject.statements },
    isBudget: true,
  }));
}
