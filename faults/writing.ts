import { setTimeout as sleep } from 'node:timers/promises';
import type { Person } from '@/server/testing/factories';
import { type Answer, call, manyConnections, visit, wordOf } from './ask';
import type { Entry } from './ledger';
import type { Scene } from './stage';
import { until } from './until';

/** Saves of one person within the limit of profile.update, with some to spare. */
const SAVES = 50;

/** People who save their profile one after the other, and look at a page now and then. */
export interface Writing {
  /** All that was asked so far. */
  entries: Entry[];
  /** What pages were answered with. */
  pages: Answer[];
  /** Lets go on whoever is in the middle of something, and ends. */
  stop(): Promise<void>;
}

/** Makes people for a load: each may save some fifty times. */
export async function makeWriters({ given }: Pick<Scene, 'given'>, number: number): Promise<Person[]> {
  const people: Person[] = [];
  while (people.length < number) people.push(await given.user());
  return people;
}

/**
 * Begins a load of `atOnce` browsers, each of one person at a time.
 */
export function startWriting(scene: Scene, given: { people: Person[]; atOnce: number }) {
  const { people, atOnce } = given;
  const agent = manyConnections();
  let isOver = false;
  let next = 0;
  const writing: Writing = {
    entries: [],
    pages: [],
    async stop() {
      isOver = true;
      await Promise.all(browsers);
      agent.destroy();
    },
  };
  /** @returns whether the app took it, so that it counts against the limit of that person */
  const save = async ({ id: personId, token }: Person) => {
    const place = `place ${next++}`;
    const answer = await call(scene.app.port, 'profile.update', { location: place }, { token, agent });
    writing.entries.push({ personId, place, answer });
    // After a refusal as a person would: not at once.
    await sleep(answer.status === 200 ? 0 : 200);
    return answer.status !== 0;
  };
  const look = async ({ token }: Person) => {
    writing.pages.push(await visit(scene.app.port, '/settings/profile', token));
  };
  const browse = async () => {
    for (let person = people.pop(); person && !isOver; person = people.pop())
      for (let n = 0; n < SAVES && !isOver; ) {
        if (n % 10 === 5) await look(person);
        if (await save(person)) n++;
      }
  };
  const browsers = Array.from({ length: atOnce }, browse);
  return writing;
}

/** Waits until so many more were answered, well or not. */
export async function untilMore({ entries }: Writing, number: number) {
  const wanted = entries.length + number;
  await until(() => entries.length >= wanted, { limit: 30_000 });
}

/**
 * Answers that are neither what was wanted nor a plain "try again": 503 with Retry-After and a reason of that kind, or a page that
 * shows no more than that.
 */
export function unplain({ entries, pages }: Writing): string[] {
  const calls = entries.map(({ answer }) => answer).filter((answer) => !isPlain(answer));
  return [
    ...calls.map(wordOf),
    ...pages.filter((page) => !isPlainPage(page)).map((page) => `page ${wordOf(page)}`),
  ];
}

function isPlain({ status, reason, headers }: Answer) {
  if (status === 200) return true;
  const says = reason === 'UNAVAILABLE' || reason === 'UNCERTAIN';
  return status === 503 && says && headers['retry-after'] !== undefined;
}

function isPlainPage({ status, headers, text }: Answer) {
  if (status === 200) return true;
  const tells = /Failed query|PostgresError|DatabaseError|select |node_modules/.test(text);
  return status === 503 && headers['retry-after'] !== undefined && text.includes('</html>') && !tells;
}

/**
 * Milliseconds from `since` until nobody was refused any more; undefined when nothing was done after that.
 * @param given.before what begins later has nothing to do with it (of performance.now)
 */
export function recovery({ entries }: Writing, { since, before }: { since: number; before: number }) {
  const then = entries.map(({ answer }) => answer).filter(({ at, asked }) => at > since && asked < before);
  const refused = then.filter(({ status }) => status !== 200).map(({ at }) => at);
  const last = Math.max(since, ...refused);
  return then.some(({ status, at }) => status === 200 && at > last) ? last - since : undefined;
}
