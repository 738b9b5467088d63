import { setTimeout as sleep } from 'node:timers/promises';
import { countWords, wordOf } from './ask';
import { jobsOnce, startAsking } from './asking';
import { type Fault, recovered } from './fault';
import { balance, balanceInWords, isEven } from './ledger';
import { setStage } from './stage';
import { until } from './until';
import { makeWriters, recovery, startWriting, unplain, untilMore } from './writing';

const BROWSERS = 12;

/**
 * PostgreSQL is killed with -9 while people save and jobs run, stays away for a moment, and comes back.
 *
 * What was answered with yes is there, once; what was refused as "nothing was done" was not done. Nobody meets a 500:
 * everything meanwhile is 503, says so in a reason or on a plain page, and says when to come back. The app does not
 * end, and works again by itself within 5 s of the database. Each job has its effect once: one notification for each
 * person and event.
 */
export const databaseKilled: Fault = {
  name: 'database-killed',
  isSmall: true,
  async run(ground) {
    const stage = await setStage(ground);
    const people = await makeWriters(stage, ground.small ? 24 : 120);
    const asking = startAsking(stage, await makeWriters(stage, ground.small ? 20 : 40));
    const writing = startWriting(stage, { people, atOnce: BROWSERS });
    const recoveries: (number | undefined)[] = [];
    for (let round = 0; round < (ground.small ? 1 : 3); round++) {
      await untilMore(writing, 60);
      ground.say('kill -9');
      await stage.server.kill();
      await until(() => writing.entries.at(-1)?.answer.status === 503, { limit: 10_000 });
      // Longer than anybody waits for a connection, so that some are told.
      await sleep(ground.small ? 1000 : 4000);
      const since = await stage.server.bringBack();
      await until(() => writing.entries.some(({ answer }) => answer.asked > since && answer.status === 200), {
        limit: 30_000,
      });
      await untilMore(writing, 60);
      recoveries.push(recovery(writing, { since, before: performance.now() }));
    }
    await Promise.all([writing.stop(), asking.stop()]);
    const sum = await balance(stage.db, writing.entries);
    const odd = unplain(writing);
    const words = [...writing.entries.map(({ answer }) => answer), ...writing.pages].map(wordOf);
    return [
      { must: 'what was acknowledged is there, once', held: isEven(sum), figure: balanceInWords(sum) },
      {
        must: 'meanwhile 503 with a reason or a plain page, and Retry-After',
        held: odd.length === 0,
        figure: `${countWords(words)}${odd.length ? `; not so: ${countWords(odd)}` : ''}`,
      },
      recovered(recoveries),
      await jobsOnce(stage, asking),
    ];
  },
};
