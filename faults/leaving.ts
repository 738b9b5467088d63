import { inArray, sql } from 'drizzle-orm';
import { users } from '@/db/schema/users';
import type { Person } from '@/server/testing/factories';
import { type Activity, goOn } from './activity';
import { call } from './ask';
import type { Stage } from './stage';
import { until } from './until';
import { makeWriters } from './writing';

const PEOPLE = 60;
/** Milliseconds until a job whose worker was killed has been done by another (ARCHITECTURE.md, "Jobs and mail"). */
const LIMIT = 90_000;

/** People who delete their account at once, three at a time. */
export async function startLeaving(stage: Stage): Promise<Activity> {
  const people = await makeWriters(stage, PEOPLE);
  const acknowledged: Person[] = [];
  const asked: Person[] = [];
  const leave = async () => {
    const person = people.pop();
    if (!person) return;
    const { handle, token } = person;
    const answer = await call(
      stage.app.port,
      'account.deleteNow',
      { handle, keepsMessages: false },
      { token },
    );
    if (answer.text.includes('ECONNREFUSED')) return void people.push(person);
    asked.push(person);
    if (answer.status === 200) acknowledged.push(person);
  };
  const stop = goOn([leave, leave, leave], { pause: 30 });
  return {
    stop,
    async finding() {
      const goneOf = async (list: Person[]) => {
        const ids = list.map(({ id }) => id);
        return ids.length - (await stage.db.$count(users, inArray(users.id, ids)));
      };
      const isDone = async () => {
        const [row] = await stage.db.execute<{ under_way: number }>(
          sql`select count(*)::int as under_way from departures where kind = 'deletion'`,
        );
        return row?.under_way === 0;
      };
      const took = await until(isDone, { limit: LIMIT, every: 200 });
      const gone = await goneOf(asked);
      const [row] = await stage.db.execute<{ receipts: number }>(
        sql`select count(*)::int as receipts from erasure_receipts`,
      );
      const kept = acknowledged.length - (await goneOf(acknowledged));
      return {
        must: 'a deletion that was acknowledged is carried out, with one receipt',
        held: took !== undefined && kept === 0 && row?.receipts === gone && acknowledged.length > 0,
        figure:
          `${acknowledged.length} acknowledged: ${gone} gone, ${row?.receipts} receipts, ${kept} left; ` +
          (took === undefined ? 'some under way' : `done after ${(took / 1000).toFixed(0)} s`),
      };
    },
  };
}
