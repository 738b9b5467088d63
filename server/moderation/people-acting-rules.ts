import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { cases, sanctions } from '@/db/schema/moderation';
import { users } from '@/db/schema/users';
import { checkMany } from '@/server/roles/check-many';
import { findAdminsAmong } from '@/server/roles/last-admin';
import { isWithinReach } from '@/server/roles/reach';
import { listAbove } from '@/server/roles/within';
import { isCaseOpenTo, type Staff } from './case-reach';
import { IS_OPEN } from './case-state';
import { SANCTION_PERMISSIONS } from './catalog';
import type { PEOPLE_SANCTIONS } from './rules';

/** As many as `checkMany` takes. */
const CHECKED_AT_ONCE = 50;

export type PeopleSanction = (typeof PEOPLE_SANCTIONS)[number];

/** Why nothing is done about somebody. `IN_FORCE`: it holds already. `CASE_TAKEN`: their open case is in the hands of another. */
export type ActRefusal =
  | 'NOT_FOUND'
  | 'YOURSELF'
  | 'ABOVE_YOU'
  | 'NOT_ALLOWED'
  | 'IN_FORCE'
  | 'CASE_TAKEN'
  | 'LAST_ADMIN';

interface Ask {
  ids: readonly string[];
  kind: PeopleSanction;
  staff: Staff;
  now: Date;
}

/** What is known about each of several people before something is done. */
interface Acting {
  refusals: Map<string, ActRefusal>;
  /** The open case about the profile of each who has one, by person. */
  openCases: Map<string, string>;
  /** Who could give roles until they are suspended. */
  administrators: Set<string>;
}

/**
 * About whom of several people nothing can be done, and why; in as many statements for a hundred as for fifty. Asked before, to
 * say it, and again under the locks on all of them, where the open cases are held as well.
 */
export async function askAbout(db: Database, ask: Ask & { held: boolean }): Promise<Acting> {
  const { ids, staff, now, kind } = ask;
  const reached = await findReached(db, ask);
  const theirs = await findOpenCases(db, ask);
  const above = new Set(await listAbove(db, { actorId: staff.userId, personIds: ids, now }));
  const allowed = await findAllowed(db, ask);
  const refusals = new Map<string, ActRefusal>();
  const suspended = new Set<string>();
  for (const id of ids) {
    const refusal = refusalOf(id);
    if (refusal) refusals.set(id, refusal);
  }
  if (kind === 'suspension') {
    const userIds = ids.filter((id) => !refusals.has(id));
    const { administrators, areLast } = await findAdminsAmong(db, { userIds, now });
    for (const id of administrators)
      if (areLast) refusals.set(id, 'LAST_ADMIN');
      else suspended.add(id);
  }
  const openCases = new Map([...theirs].map(([personId, { id }]) => [personId, id]));
  return { refusals, openCases, administrators: suspended };

  function refusalOf(id: string): ActRefusal | undefined {
    if (id === staff.userId) return 'YOURSELF';
    const person = reached.get(id);
    if (!person) return 'NOT_FOUND';
    if (above.has(id)) return 'ABOVE_YOU';
    if (!allowed.has(id)) return 'NOT_ALLOWED';
    if (person.inForce) return 'IN_FORCE';
    const open = theirs.get(id);
    if (!open) return undefined;
    if (!open.isTheirs) return 'NOT_ALLOWED';
    return open.claimedBy === null || open.claimedBy === staff.userId ? undefined : 'CASE_TAKEN';
  }
}

async function findReached(db: Database, { ids, kind, staff, now }: Ask) {
  const inForce = sql`exists (
    select from ${sanctions} where ${sanctions.personId} = ${users.id} and ${sanctions.kind} = ${kind}
      and ${sanctions.endedAt} is null and (${sanctions.endsAt} is null or ${sanctions.endsAt} > ${now.toISOString()}::timestamptz))`;
  const rows = await db
    .select({ id: users.id, inForce: sql<boolean>`${inForce}` })
    .from(users)
    .where(and(inArray(users.id, [...ids]), isWithinReach(users.id, staff.reach, now)));
  return new Map(rows.map((row) => [row.id, row]));
}

/** The cases about their profiles that are open: whatever is done about somebody decides theirs. */
async function findOpenCases(db: Database, { ids, staff, now, held }: Ask & { held: boolean }) {
  const query = db
    .select({
      id: cases.id,
      personId: cases.subjectId,
      claimedBy: cases.claimedBy,
      isTheirs: sql<boolean>`${isCaseOpenTo(staff, now)}`,
    })
    .from(cases)
    .where(and(eq(cases.subjectKind, 'profile'), inArray(cases.subjectId, [...ids]), IS_OPEN))
    .orderBy(asc(cases.id));
  const rows = await (held ? query.for('no key update') : query);
  return new Map(rows.map((row) => [row.personId, row]));
}

async function findAllowed(db: Database, { ids, kind, staff, now }: Ask): Promise<Set<string>> {
  const allowed = new Set<string>();
  for (let at = 0; at < ids.length; at += CHECKED_AT_ONCE) {
    const some = ids.slice(at, at + CHECKED_AT_ONCE);
    const may = await checkMany(db, { userId: staff.userId, type: 'person', ids: some, now });
    for (const [id, permissions] of may) if (permissions.has(SANCTION_PERMISSIONS[kind])) allowed.add(id);
  }
  return allowed;
}
