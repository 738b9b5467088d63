import { setTimeout as sleep } from 'node:timers/promises';
import { countWords, wordOf } from './ask';
import { jobsOnce, startAsking } from './asking';
import { type Fault, recovered } from './fault';
import { balance, balanceInWords, isEven } from './ledger';
import { setStage } from './stage';
import { openStreams } from './streams';
import { until } from './until';
import { makeWriters, recovery, startWriting, unplain, untilMore } from './writing';

const BROWSERS = 12;
const READERS = 20;
/** Milliseconds in which whoever reads a stream is told of what happened, also if its LISTEN was cut just now. */
const TOLD_LIMIT = 5_000;

/**
 * Every connection of the app to its database is cut by pg_terminate_backend, the one that listens included, again and
 * again while people save, jobs run and streams are read.
 *
 * What was acknowledged is there, once. What was under way says UNCERTAIN or UNAVAILABLE and nothing else. The streams
 * stay open and tell of what happens afterwards.
 */
export const connectionsCut: Fault = {
  name: 'connections-cut',
  async run(ground) {
    const stage = await setStage(ground);
    const readers = await makeWriters(stage, READERS);
    const streams = openStreams(stage.app.port, readers);
    ground.onEnd(async () => streams.close());
    await until(() => streams.told() === READERS, { limit: 20_000 });
    const asking = startAsking(stage, await makeWriters(stage, 40));
    const writing = startWriting(stage, { people: await makeWriters(stage, 80), atOnce: BROWSERS });
    let cut = 0;
    for (let round = 0; round < 30; round++) {
      cut += await stage.server.admin(
        async (sql) =>
          (
            await sql`
              select pg_terminate_backend(pid) from pg_stat_activity
              where datname = current_database() and pid <> pg_backend_pid() and application_name <> 'faults'`
          ).length,
        stage.databaseUrl,
      );
      await sleep(150);
    }
    const since = performance.now();
    await untilMore(writing, 100);
    const back = recovery(writing, { since, before: performance.now() });

    // From here on nothing is cut. Somebody signs in elsewhere, which each of their streams has to tell.
    streams.forget();
    const signedIn = performance.now();
    for (const reader of readers) await stage.given.session(reader);
    const told = await until(() => streams.told() === READERS, { limit: TOLD_LIMIT, since: signedIn });
    await Promise.all([writing.stop(), asking.stop()]);
    const sum = await balance(stage.db, writing.entries);
    const odd = unplain(writing);
    const words = [...writing.entries.map(({ answer }) => answer), ...writing.pages].map(wordOf);
    return [
      {
        must: 'what was acknowledged is there, once',
        held: isEven(sum),
        figure: `${cut} connections cut; ${balanceInWords(sum)}`,
      },
      {
        must: 'nobody meets more than "try again"',
        held: odd.length === 0,
        figure: `${countWords(words)}${odd.length ? `; not so: ${countWords(odd)}` : ''}`,
      },
      recovered([back]),
      {
        must: 'streams go on, and tell within 5 s',
        held: told !== undefined && streams.ended() === 0,
        figure: `${streams.told()} of ${READERS} told${told === undefined ? '' : ` within ${Math.round(told)} ms`}, ${streams.ended()} ended`,
      },
      await jobsOnce(stage, asking),
    ];
  },
};
