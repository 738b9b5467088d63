import { sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { memberships } from '@/db/schema/permissions';
import { users } from '@/db/schema/users';
import { DomainError } from '@/server/errors';
import type { Permission } from '@/server/roles/permissions';
import { listModeratedGroups, type Reach } from '@/server/roles/reach';
import { COUNTED } from './catalog';
import type { GroupCursor } from './inputs';
import { iso } from './look';
import type { GroupList, ListedGroup } from './types';

/** Which groups somebody of the staff sees: every one, or those that they moderate. @throws NOT_ALLOWED for who sees none as staff */
export async function groupReachOf(
  db: Database,
  { userId, held, now }: { userId: string; held: readonly Permission[]; now: Date },
): Promise<Reach> {
  if (held.includes('group.view')) return { everyone: true };
  const groupIds = await listModeratedGroups(db, { userId, now });
  if (groupIds.length === 0) throw new DomainError('NOT_ALLOWED');
  return { everyone: false, groupIds };
}

const PAGE = 50;
/** Groups that one page looks at for a name. */
const WALK = 2000;

type Row = ListedGroup & { sortedBy: string; isShown: boolean; [column: string]: unknown };

/**
 * Groups that somebody of the staff sees, by name, 50 a page, in one statement. A search looks at 2000 names at most, so that a page
 * can be short, or empty, and have a next one.
 */
export async function listGroups(
  db: Database,
  ask: { text?: string | undefined; after?: GroupCursor | undefined; reach: Reach; now: Date },
): Promise<GroupList> {
  const { text, after, reach, now } = ask;
  const at = sql`${now.toISOString()}::timestamptz`;
  const key = sql`lower(${groups.name})`;
  const within = reach.everyone ? sql`true` : sql`${groups.id} = any(${sql.param(reach.groupIds)}::uuid[])`;
  const follows = after ? sql`(${key}, ${groups.id}) > (${after[0]}, ${after[1]}::uuid)` : sql`true`;
  const matches = text ? sql`position(lower(${text}) in walked.key) > 0` : sql`true`;
  // Written out, since of a parameter PostgreSQL thinks that it may be a tenth of all, and reads and sorts all.
  const walk = sql.raw(String(text ? WALK : PAGE + 1));
  const rows = await db.execute<Row>(sql`
    with walked as materialized (
      select ${groups.id}, ${key} as key from ${groups}
      where ${groups.removedAt} is null and ${within} and ${follows}
      order by ${key}, ${groups.id} limit ${walk}),
    page as (select walked.id, walked.key from walked where ${matches} order by walked.key, walked.id limit ${sql.raw(String(PAGE + 1))}),
    walk_end as (select walked.id, walked.key from walked order by walked.key, walked.id offset ${sql.raw(String(WALK - 1))} limit 1)
    select ${groups.id} as "groupId", ${groups.name}, ${groups.visibility}, ${groups.joining},
      ${groups.hiddenAt} is not null as "isHidden", ${iso(sql`${groups.createdAt}`)} as "createdAt",
      least(counted.members, ${COUNTED}) as members, counted.members > ${COUNTED} as "isMore",
      (select count(*)::int from ${memberships} as place join ${users} as person on person.id = place.user_id
        where place.principal_id = found.id and place.standing = 'owner' and person.status in ('active', 'deactivated')
          and (place.expires_at is null or place.expires_at > ${at})) as owners,
      found.key as "sortedBy", found."isShown"
    from (select page.id, page.key, true as "isShown" from page union all select walk_end.id, walk_end.key, false from walk_end) as found
    join ${groups} on ${groups.id} = found.id
    cross join lateral (select count(*)::int as members from (
      select from ${memberships} as place where place.principal_id = found.id
        and (place.expires_at is null or place.expires_at > ${at}) limit ${COUNTED + 1}) as places) as counted
    order by found."isShown" desc, found.key, found.id`);
  const found = rows.filter(({ isShown }) => isShown);
  const shown = found.slice(0, PAGE);
  const last = found.length > PAGE ? shown.at(-1) : rows.find(({ isShown }) => !isShown);
  return {
    groups: shown.map(({ sortedBy: _key, isShown: _shown, ...group }) => group),
    next: last ? [last.sortedBy, last.groupId] : null,
  };
}
