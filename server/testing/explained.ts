import { sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { recordStatements, type Statement } from '@/db/recorder';
import { callerFor } from './callers';
import { CookieJar } from './cookie-jar';
import { crowdAround } from './crowd';
import { makeGiven } from './factories';
import { type Plan, planOf } from './plans';
import { costedAt } from './procedures';

export type Explained = Statement & { plan: Plan | undefined };

class Undone extends Error {}

/** How many rows of everything whoever calls a procedure has, where it is looked at how much a call costs. */
const AROUND = 5;

interface Wish {
  /** Of a procedure, or one of `COSTED`. */
  path: string;
  /** How many rows of everything whoever calls it has. */
  size?: number;
  /**
   * Of a few rows PostgreSQL reads a table sooner than an index, and joins all of two tables: with this it does so only where
   * nothing else is left, as among many rows.
   */
  asAmongMany?: boolean;
}

/**
 * What PostgreSQL does for each statement of a call of this procedure by somebody with so many rows of everything, as `explainWork`
 * tells it.
 */
export async function explainProcedure(
  db: Database,
  { path, size = AROUND, asAmongMany = false }: Wish,
): Promise<Explained[]> {
  return explainWork(db, {
    asAmongMany,
    async prepare(tx) {
      const {
        actor,
        about,
        cookies,
        headers = {},
        services = {},
        call,
      } = await costedAt(path).example(makeGiven(tx));
      await crowdAround(tx, actor ?? about ?? (await makeGiven(tx).user()), size);
      return (within) =>
        call(callerFor(within, actor, { cookies: new CookieJar(cookies), headers, services }));
    },
  });
}

/**
 * What PostgreSQL does for each statement of some work. It is done once for its statements, and undone; then they are carried out
 * again, one after the other, each upon what those before it have left. In the end nothing has happened.
 * @param of.prepare makes what there is to work on, and gives the work
 * @param of.asAmongMany see `Wish`
 */
export async function explainWork(
  db: Database,
  of: { prepare(tx: Database): Promise<(within: Database) => Promise<unknown>>; asAmongMany?: boolean },
): Promise<Explained[]> {
  const explained: Explained[] = [];
  await undone(db, async (tx) => {
    const work = await of.prepare(tx);
    const sent: Statement[] = [];
    await undone(tx, async (within) => {
      sent.push(...(await recordStatements(() => work(within))).statements);
    });
    if (of.asAmongMany)
      for (const way of ['seqscan', 'hashjoin', 'mergejoin'])
        await tx.execute(sql.raw(`set local enable_${way} = off`));
    for (const statement of sent) explained.push({ ...statement, plan: await planOf(tx, statement) });
  });
  return explained;
}

async function undone(db: Database, work: (tx: Database) => Promise<void>) {
  await db
    .transaction(async (tx) => {
      await work(tx);
      throw new Undone();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undone)) throw error;
    });
}
