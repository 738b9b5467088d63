import { atEnd } from '@/bench/at-end';
import { makeTemporaryDirectory } from '@/bench/directory';
import type { Line } from '@/bench/line';
import { openMade } from '@/bench/queries/databases';
import { startApp } from '@/bench/running-app';
import { countStatements } from '@/bench/statements/wire';
import { startEmbeddedDatabase } from '@/db/embedded';
import { crowd, crowdAround } from '@/server/testing/crowd';
import { makeGiven } from '@/server/testing/factories';
import { BENCH_PAGES, findThings, pathOf, type Who } from './catalog';

/** Of everything that a person has, and that there is beside them. */
const [FEW, MANY] = [5, 50];
/** A visit before the one that is counted has connections opened, statements prepared and its session noted as seen. */
const BEFORE = 2;

/**
 * How many statements each page sends from the request to the last byte of its answer, for whoever has fifty of everything beside whoever
 * has five: as many, or it asks for rows one by one (N+1). Counted on their way to the database, at the production build.
 */
export async function pageStatements(): Promise<Line[]> {
  const log = (line: string) => process.stderr.write(`${line}\n`);
  const { url, stop } = await startEmbeddedDatabase({ dataDir: await makeTemporaryDirectory(), log });
  atEnd(stop);
  const few = await countPages(url, FEW);
  const many = await countPages(url, MANY);
  return Object.keys(BENCH_PAGES).map((folder) => {
    const most = few.get(folder) ?? 0;
    return {
      name: `/${folder.replace('(access)/', '')}`,
      value: many.get(folder) ?? Number.NaN,
      unit: 'statements',
      wanted: { most },
      note: `with ${MANY} of everything; ${most} with ${FEW}`,
      isBudget: true,
    };
  });
}

/** Of each page by its folder. */
async function countPages(server: string, size: number): Promise<Map<string, number>> {
  const { connection, url } = await openMade(server, `of_${size}`);
  const { db } = connection;
  const person = await makeGiven(db).user();
  await crowd(db, size);
  await crowdAround(db, person, size);
  const things = await findThings(db, { memberId: person.id, handle: person.handle });
  const wire = await countStatements(url);
  const app = await startApp({
    dataDir: await makeTemporaryDirectory(),
    databaseUrl: wire.databaseUrl,
    env: { WORKER: 'off' },
  });
  const counts = new Map<string, number>();
  for (const [folder, page] of Object.entries(BENCH_PAGES)) {
    const address = `http://localhost:${app.port}${pathOf(folder, page, things)}`;
    for (let n = 0; n < BEFORE; n++) await visit(address, { who: page.who, person });
    wire.reset();
    await visit(address, { who: page.who, person });
    counts.set(folder, wire.count());
  }
  await app.stop();
  return counts;
}

/** Whoever has everything has every permission too. @throws when the page is not shown */
async function visit(address: string, { who, person }: { who: Who; person: { token: string } }) {
  const answer = await fetch(address, {
    headers: { accept: 'text/html', ...(who !== 'visitor' && { cookie: `foyer.session=${person.token}` }) },
    redirect: 'manual',
  });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`${address} was answered with ${answer.status}: ${text}`);
}
