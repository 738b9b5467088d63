import { makeTemporaryDirectory } from '@/bench/directory';
import { startApp } from '@/bench/running-app';
import { countStatements } from '@/bench/statements/wire';
import { startFire } from './fire';
import type { Filled } from './ground';
import type { Subject } from './subject';
import { written } from './visit';

/** Each kind of visit is made so often before it is counted: the first one opens connections and prepares statements. */
const BEFORE = 2;

/** How many statements the running app sends for one visit of each line, counted on their way to the database. */
export async function countedBy(
  subjects: Subject[],
  { ground, env }: { ground: Filled; env: Record<string, string> },
): Promise<Map<Subject, number>> {
  const wire = await countStatements(ground.databaseUrl);
  const app = await startApp({
    dataDir: await makeTemporaryDirectory(),
    databaseUrl: wire.databaseUrl,
    env,
  });
  const place = { port: app.port, appUrl: `http://localhost:${app.port}` };
  const fire = startFire();
  const counts = new Map<Subject, number>();
  for (const subject of subjects) {
    for (let n = 0; n <= BEFORE; n++) {
      const { asked } = await subject.ready(ground, { place, n });
      wire.reset();
      const requests = [written(asked, place)];
      const once = { port: app.port, requests, connections: 1, again: false, seconds: 60 };
      await fire.run({ ...once, wanted: subject.wanted });
    }
    counts.set(subject, wire.count());
  }
  await app.stop();
  return counts;
}
