import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, ask, call, countWords, visit, wordOf } from './ask';
import { type Finding, recovered } from './fault';
import type { Ground } from './ground';
import { balance, balanceInWords, isEven } from './ledger';
import type { Stage } from './stage';
import { makeWriters, recovery, startWriting, unplain, untilMore } from './writing';

const BROWSERS = 12;
/** Milliseconds that anybody waits for an answer where one statement hangs: for a connection, for that one, and a little (db/connection/limits.ts). */
const ONE_STATEMENT = 10_000;

/** What was asked while the database was hurt, apart from the load. */
export interface Meanwhile {
  alive: Answer;
  read: Answer;
  page: Answer;
  write: Answer;
}

/**
 * Hurts the database of an app under load and heals it, and finds out what must hold whatever was done to it: what was acknowledged
 * is there, nobody meets more than "try again" nor waits for ever, the process says that it lives, and all is well again by itself.
 * @param given.hurt from here on something is wrong; resolves once it is
 * @param given.heal nothing is wrong any more from when it resolves
 * @param given.longest milliseconds that anybody may wait, if not for one statement
 */
export async function hurtDatabase(
  ground: Ground,
  given: {
    stage: Stage;
    hurt: () => Promise<unknown>;
    milliseconds: number;
    heal: () => Promise<unknown>;
    longest?: number;
  },
): Promise<{ findings: Finding[]; meanwhile: Meanwhile }> {
  const { stage, hurt, milliseconds, heal, longest = ONE_STATEMENT } = given;
  const [reader, writer] = await makeWriters(stage, 2);
  const writing = startWriting(stage, { people: await makeWriters(stage, 80), atOnce: BROWSERS });
  await untilMore(writing, 60);
  ground.say('hurt');
  await hurt();
  const { port } = stage.app;
  const [alive, read, page, write] = await Promise.all([
    ask(port, { path: '/api/health/live' }),
    ask(port, { path: '/api/trpc/profile.me', token: reader?.token }),
    visit(port, '/settings/profile', reader?.token),
    call(port, 'profile.update', { location: 'meanwhile' }, { token: writer?.token }),
    sleep(milliseconds),
  ]);
  await heal();
  ground.say('healed');
  const since = performance.now();
  await untilMore(writing, 60);
  const back = recovery(writing, { since, before: performance.now() });
  await writing.stop();
  const sum = await balance(stage.db, writing.entries);
  const odd = unplain(writing);
  const answers = [...writing.entries.map(({ answer }) => answer), ...writing.pages];
  const slowest = Math.max(...answers.map(({ asked, at }) => at - asked));
  return {
    meanwhile: { alive, read, page, write },
    findings: [
      { must: 'what was acknowledged is there, once', held: isEven(sum), figure: balanceInWords(sum) },
      {
        must: 'nobody meets more than "try again", nor waits long',
        held: odd.length === 0 && slowest <= longest && alive.status === 200,
        figure: `${countWords(answers.map(wordOf))}${odd.length ? `; not so: ${countWords(odd)}` : ''}; ${(slowest / 1000).toFixed(1)} s at most`,
      },
      recovered([back]),
    ],
  };
}
