import { sql } from 'drizzle-orm';
import type { RunningProcess } from '@/e2e/support/app';
import { jobsOnce, startAsking } from './asking';
import { announce, makeCrowd, toldOnce } from './crowd';
import type { Fault, Finding } from './fault';
import { type Fleet, startFleet } from './fleet';
import { until } from './until';
import { makeWriters } from './writing';

/** Milliseconds within which another has taken over what a killed worker held (docs/deployment.md). */
const TAKE_OVER_LIMIT = 60_000;

/**
 * Of two workers that share the jobs of two instances one is killed with -9, with a job in its hands.
 *
 * Each job has its effect once, whichever did it: everybody is told once, each mail goes out once. What the killed one held the
 * other has done within a minute.
 */
export const workerKilled: Fault = {
  name: 'worker-killed',
  waits: true,
  async run(ground) {
    const fleet = await startFleet(ground);
    await makeCrowd(fleet);
    const staff = await fleet.given.holder('announcements.send');
    const asking = startAsking(fleet, await makeWriters(fleet, 30));
    ground.onEnd(asking.stop);
    await announce(fleet, staff);
    await until(() => fleet.workers.every((worker) => countDone(worker) > 20), { limit: 60_000 });
    const done = fleet.workers.map(countDone);
    await announce(fleet, staff);
    const killed = await killWithJob(fleet);
    ground.say('kill -9');
    const isFree = async () => (await countHeld(fleet, killed.id)) === 0;
    const freed = await until(isFree, { limit: TAKE_OVER_LIMIT + 30_000, every: 200, since: killed.at });
    await asking.stop();
    const told = await toldOnce(fleet, { announcements: 2 });
    return [
      {
        must: 'both do jobs',
        held: done.every((number) => number > 20),
        figure: `${done.join(' and ')} before one was killed`,
      },
      told,
      await jobsOnce(fleet, asking),
      takenOver(freed, killed),
    ];
  },
};

interface Killed {
  /** Whom its jobs are locked by. */
  id: string;
  held: number;
  at: number;
}

/** Halts the first worker again and again until it holds a job, and kills it then. */
async function killWithJob(fleet: Fleet): Promise<Killed> {
  const [worker] = fleet.workers;
  const [, id = ''] = /"worker":"([^"]+)"[^\n]*looks for jobs/.exec(worker.output()) ?? [];
  let held = 0;
  const isCaught = async () => {
    process.kill(worker.pid, 'SIGSTOP');
    held = await countHeld(fleet, id);
    if (held === 0) process.kill(worker.pid, 'SIGCONT');
    return held > 0;
  };
  if ((await until(isCaught, { limit: 60_000 })) === undefined)
    throw new Error('the worker never held a job');
  await worker.kill();
  return { id, held, at: performance.now() };
}

async function countHeld({ db }: Fleet, id: string): Promise<number> {
  const [row] = await db.execute<{ held: number }>(
    sql`select count(*)::int as held from graphile_worker.jobs where locked_by = ${id}`,
  );
  return row?.held ?? 0;
}

const countDone = (worker: RunningProcess) => worker.output().split('"job done"').length - 1;

function takenOver(freed: number | undefined, { held }: Killed): Finding {
  return {
    must: 'what the killed one held is taken over within a minute',
    held: freed !== undefined && freed <= TAKE_OVER_LIMIT,
    figure: `${held} held, ${freed === undefined ? 'and never taken over' : `free after ${(freed / 1000).toFixed(0)} s`}`,
  };
}
