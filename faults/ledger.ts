import { sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import type { Answer } from './ask';

/** One change that was asked for, and what was answered. */
export interface Entry {
  personId: string;
  /** What their profile says when it was done. */
  place: string;
  answer: Answer;
}

/** What became of all that was asked for. */
export interface Balance {
  acknowledged: number;
  /** Answered with yes and not there. */
  lost: number;
  /** One request, done more than once. */
  doubled: number;
  /** Answered with "nothing was done", and done. */
  denied: number;
  /** Done, and its answer never came. */
  untold: number;
  /** People whose profile says something that was neither the last yes nor an open question after it. */
  wrong: number;
}

/** Every refusal that says that nothing was done; UNCERTAIN says that it may have been. */
const NOT_DONE = new Set(['UNAVAILABLE', 'BUSY', 'RATE_LIMITED']);

/** Compares what was answered with what the database holds: the trail by the id of each request, and the profiles. */
export async function balance(db: Database, entries: Entry[]): Promise<Balance> {
  const trail = await db.execute<{ id: string; times: number }>(sql`
    select request_id as id, count(*)::int as times from audit_entries
    where kind = 'profile.updated' group by request_id`);
  const profiles = await db.execute<{ id: string; place: string }>(
    sql`select user_id as id, location as place from profiles`,
  );
  return judge(entries, {
    times: new Map(trail.map(({ id, times }) => [id, times])),
    places: new Map(profiles.map(({ id, place }) => [id, place])),
  });
}

/** The same of what was read. The entries of one person stand in the order in which they were sent, one after the other. */
export function judge(
  entries: Entry[],
  { times, places }: { times: Map<string, number>; places: Map<string, string> },
): Balance {
  const timesOf = ({ answer }: Entry) => times.get(String(answer.headers['x-request-id'])) ?? 0;
  const answered = new Set(entries.map(({ answer }) => String(answer.headers['x-request-id'])));
  const done = entries.filter(({ answer }) => answer.status === 200);
  const refused = entries.filter(({ answer }) => NOT_DONE.has(answer.reason ?? ''));
  return {
    acknowledged: done.length,
    lost: done.filter((entry) => timesOf(entry) === 0).length,
    doubled: [...times.values()].filter((count) => count > 1).length,
    denied: refused.filter((entry) => timesOf(entry) > 0).length,
    untold: [...times.keys()].filter((id) => !answered.has(id)).length,
    wrong: [...byPerson(entries)].filter(([id, own]) => !mayStand(own).includes(places.get(id) ?? '')).length,
  };
}

/** What may stand in a profile now: the last one that was acknowledged, and those after it whose fate is open. */
function mayStand(own: Entry[]): string[] {
  const last = own.findLastIndex(({ answer }) => answer.status === 200);
  const open = own.slice(last + 1).filter(({ answer }) => !NOT_DONE.has(answer.reason ?? ''));
  return [own[last]?.place ?? '', ...open.map(({ place }) => place)];
}

function byPerson(entries: Entry[]): Map<string, Entry[]> {
  const people = new Map<string, Entry[]>();
  for (const entry of entries) people.set(entry.personId, [...(people.get(entry.personId) ?? []), entry]);
  return people;
}

/** Nothing lost, nothing twice, nothing done that was refused. */
export function isEven({ lost, doubled, denied, wrong }: Balance): boolean {
  return lost + doubled + denied + wrong === 0;
}

/** "812 acknowledged, 0 lost, 0 twice" and, where there are any, what else is wrong. */
export function balanceInWords({ acknowledged, lost, doubled, denied, wrong }: Balance): string {
  const more = `${denied ? `, ${denied} done though refused` : ''}${wrong ? `, ${wrong} other values` : ''}`;
  return `${acknowledged} acknowledged, ${lost} lost, ${doubled} twice${more}`;
}
