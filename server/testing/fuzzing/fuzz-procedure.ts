import fc from 'fast-check';
import type { Database } from '@/db/client';
import { recordInto, type Statement } from '@/db/recorder';
import type { Services } from '@/server/context';
import { PERMISSION_NAMES, permissionEntry } from '@/server/roles/permissions';
import { callerFor } from '@/server/testing/callers';
import { CookieJar } from '@/server/testing/cookie-jar';
import type { Given } from '@/server/testing/factories';
import { procedureAt } from '@/server/testing/procedures';
import { bent, poisoned } from './bent';
import { faultOf } from './fault';
import { fromSchema } from './from-schema';
import { ugly } from './hostile';
import { inputOf, schemaOf, textsIn } from './procedure-input';

/** So long a text, which is no plain word as the schema has them for a kind or an order, stands in a statement only because it was sent. */
const TELLING = 6;

/** Whoever may send something that is wrong. */
interface Senders {
  visitor: null;
  member: { token: string };
  moderator: { token: string };
  administrator: { token: string };
}

/** One of each, for all procedures. */
export async function makeSenders(given: Given): Promise<Senders> {
  const everywhere = PERMISSION_NAMES.filter((name) => !permissionEntry(name).objectOnly);
  const moderating = everywhere.filter((name) => permissionEntry(name).byModeratingGroup);
  return {
    visitor: null,
    member: await given.user(),
    moderator: await given.holder('dashboard.view', ...moderating),
    administrator: await given.holder(...everywhere),
  };
}

/** Something to be sent, and by whom. */
interface Attack {
  input: unknown;
  who: string;
  actor: { token: string } | null;
  cookies: Record<string, string>;
  /** Of the process of the example. */
  services: Partial<Services>;
}

/**
 * What a procedure is to be sent: what its schema takes, what it nearly takes, and what nobody would send, as who may call it and as
 * each of the senders in turn.
 * @param given.seed the same makes the same inputs, but for the ids of what the database holds
 */
async function attacksOn(given: {
  path: string;
  given: Given;
  senders: Senders;
  runs: number;
  seed: number;
}): Promise<Attack[]> {
  const { path, senders, runs, seed } = given;
  const example = await procedureAt(path).example(given.given);
  const works = await inputOf(example, path);
  const known = [...textsIn(works), ...(example.actor ? [example.actor.id] : [])];
  const schema = schemaOf(path);
  const input = schema
    ? fc.oneof(
        { weight: 5, arbitrary: fromSchema(schema, { known }) },
        { weight: 4, arbitrary: bent(works) },
        { weight: 1, arbitrary: ugly },
      )
    : ugly;
  const sender = fc.constantFrom('whoever may', 'whoever may', 'whoever may', ...namesOf(senders));
  const theirs = { actor: example.actor, cookies: example.cookies ?? {}, services: example.services ?? {} };
  const poisons = poisoned(works).map((value) => ({ input: value, who: 'whoever may', ...theirs }));
  const others = fc.sample(fc.tuple(input, sender), { numRuns: runs, seed }).map(([value, who]) => ({
    input: value,
    who,
    ...(who === 'whoever may' ? theirs : { actor: senders[who], cookies: {}, services: {} }),
  }));
  return [...poisons, ...others];
}

/**
 * Sends all of it, one after the other.
 * @returns what was not answered as it should be: who sent what, and what came of it
 */
export async function fuzzProcedure(db: Database, given: Parameters<typeof attacksOn>[0]): Promise<string[]> {
  const { path } = given;
  const faults: string[] = [];
  for (const { input, who, actor, cookies, services } of await attacksOn(given)) {
    const visit = { cookies: new CookieJar(cookies), services };
    const statements: Statement[] = [];
    const answered = recordInto(statements, () => faultOf(callerFor(db, actor, visit), path, input));
    const fault = (await answered) ?? writtenOut(input, statements);
    if (fault) faults.push(`${path} by ${who} with ${fc.stringify(input).slice(0, 1000)}: ${fault}`);
  }
  return faults;
}

/** Which text of the input stands in a statement itself, where it ought to be a parameter, if one does. */
function writtenOut(input: unknown, statements: Statement[]): string | undefined {
  const texts = textsIn(input).filter((text) => text.length >= TELLING && /\W/.test(text));
  const found = texts.find((text) => statements.some((statement) => statement.text.includes(text)));
  return found && `stands in a statement: ${found}`;
}

function namesOf(senders: Senders) {
  const names = Object.keys(senders);
  return names.filter((name): name is keyof Senders => Object.hasOwn(senders, name));
}
