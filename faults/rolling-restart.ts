import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { countWords, wordOf } from './ask';
import { jobsOnce, startAsking } from './asking';
import type { Finding } from './fault';
import { endedInOrder, type Fleet } from './fleet';
import { type Followed, followInboxOf } from './following';
import type { Ground } from './ground';
import { balance, balanceInWords, isEven } from './ledger';
import { until } from './until';
import { makeWriters, startWriting, untilMore } from './writing';

/** How many there are of each, and how often all of the fleet is started anew. */
const LOAD = {
  whole: { browsers: 8, writers: 80, askers: 24, readers: 6, rounds: 2 },
  small: { browsers: 4, writers: 12, askers: 10, readers: 3, rounds: 1 },
};
/** Milliseconds within which whoever follows has been told of what there is. */
const TOLD_LIMIT = 30_000;

/**
 * The instances of a fleet, and in the whole version its workers, are started anew one by one while people save, look at pages, ask each other and follow
 * their inbox.
 *
 * Nobody notices: every request is answered, none by an error; what was acknowledged is there, once; each job has its effect once.
 * Streams end with their instance, come back to the other by the id of their last message, and name what came meanwhile, each once.
 */
export async function restartInTurn(ground: Ground, fleet: Fleet): Promise<Finding[]> {
  const load = ground.small ? LOAD.small : LOAD.whole;
  const readers = await makeWriters(fleet, load.readers);
  const followed = readers.map((reader) => followInboxOf(reader, fleet.app.port));
  ground.onEnd(async () => {
    for (const { close } of followed) close();
  });
  await until(() => followed.every(({ messages }) => messages > 0), { limit: TOLD_LIMIT });
  const asking = startAsking(fleet, [...(await makeWriters(fleet, load.askers)), ...readers]);
  const writing = startWriting(fleet, {
    people: await makeWriters(fleet, load.writers),
    atOnce: load.browsers,
  });
  ground.onEnd(writing.stop);
  ground.onEnd(asking.stop);
  await untilMore(writing, 40);
  for (let round = 0; round < load.rounds; round++) {
    for (const at of [0, 1] as const) {
      ground.say(`instance ${at + 1} anew`);
      await fleet.restartInstance(at);
      await untilMore(writing, 20);
    }
    if (ground.small) continue;
    ground.say('workers anew');
    for (const at of [0, 1] as const) await fleet.restartWorker(at);
  }
  await Promise.all([writing.stop(), asking.stop()]);
  const answers = [...writing.entries.map(({ answer }) => answer), ...writing.pages];
  const sum = await balance(fleet.db, writing.entries);
  const { balancer } = fleet;
  // Who waited three seconds for a connection to the database met a machine that is too busy, and not a restart.
  const odd = answers
    .filter(({ status }) => status !== 200)
    .map((answer) => `${wordOf(answer)} after ${((answer.at - answer.asked) / 1000).toFixed(1)} s`);
  return [
    {
      must: 'started anew one by one: every request is answered, none by an error',
      held: odd.length === 0 && balancer.lost() === 0 && sum.untold === 0,
      figure:
        `${countWords(answers.map(wordOf))}; ${balancer.lost()} lost, ` +
        `${balancer.passedOn()} refused by a closed port and passed on${odd.length ? `; not so: ${odd.join(', ')}` : ''}`,
    },
    { must: 'what was acknowledged is there, once', held: isEven(sum), figure: balanceInWords(sum) },
    await jobsOnce(fleet, asking),
    await namedOnce(fleet, followed),
    endedInOrder(fleet),
  ];
}

/** Compares what the streams have named with what their people were told. */
async function namedOnce(fleet: Fleet, followed: Followed[]): Promise<Finding> {
  const rows = await fleet.db.execute<{ id: string; person: string }>(
    sql`select event_id as id, user_id as person from notifications`,
  );
  const toldTo = ({ person }: Followed) => rows.filter((row) => row.person === person.id).map(({ id }) => id);
  const missing = () => followed.flatMap((one) => toldTo(one).filter((id) => !one.named.includes(id))).length;
  await until(() => missing() === 0, { limit: TOLD_LIMIT });
  // What would be named again would be by now: a message more is on its way at most.
  await sleep(500);
  const twice = followed.reduce((sum, { named }) => sum + named.length - new Set(named).size, 0);
  const told = followed.reduce((sum, one) => sum + toldTo(one).length, 0);
  const least = Math.min(...followed.map(({ opened }) => opened));
  return {
    must: 'streams come back, and name everything once',
    held: missing() === 0 && twice === 0 && told > 0 && least > 1,
    figure: `${told} told to ${followed.length}, ${missing()} not named, ${twice} twice; each opened ${least} times or more`,
  };
}
