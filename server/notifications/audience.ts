import { type SQL, sql } from 'drizzle-orm';
import { NIL } from 'uuid';
import type { Database } from '@/db/client';
import { groups } from '@/db/schema/groups';
import type { Audience } from '@/db/schema/notifications';
import { memberships, objectGrants } from '@/db/schema/permissions';
import { EVERYONE, SIGNED_IN } from '@/db/schema/principals';
import { users } from '@/db/schema/users';
import { isSeen } from '@/server/privacy/policy';
import { listHolders } from '@/server/roles/holders';
import { PERMISSIONS } from '@/server/roles/permissions';

type Reached = Extract<Audience, { kind: 'reach' }>;

/** With what somebody sees an object that not everybody sees. */
const SEEING = { group: 'group.view', report: 'report.handle', client: 'client.view' } as const;
/** People who are named and wait for it each. */
const FEW = 50;

/** The next people of an audience. */
export interface AudiencePage {
  /** Rows `(id)`, in the order of the ids, so many at most as were asked for. */
  page: SQL;
  /** What else has to hold of one of `users`. */
  only?: SQL;
  /** After whom the next page begins; null at the end. Undefined: after the last of these, unless they are fewer than asked for. */
  next?: string | null;
}

interface Place {
  /** The last of the page before. */
  after: string | null;
  limit: number;
  now: Date;
}

/** Whether there may be so many of them that others would have to wait: all but a few people who are named. */
export function isForMany(audience: Audience): boolean {
  return audience.kind !== 'people' || audience.ids.length > FEW;
}

/**
 * The next people of an audience as a question that reads an index no further than the page. Somebody may be among them who is
 * not active, or is no person at all.
 */
export async function nextOf(db: Database, audience: Audience, place: Place): Promise<AudiencePage> {
  switch (audience.kind) {
    case 'people':
      return { page: listed(audience.ids, place) };
    case 'group':
      return { page: membersOf(audience.id, place) };
    case 'everyone':
      return everyone(audience, place);
    case 'reach':
      return reaching(db, audience, place);
  }
}

function listed(ids: string[], { after, limit }: Place): SQL {
  return sql`
    select distinct one.id from unnest(${sql.param(ids)}::uuid[]) as one(id)
    where one.id > ${after ?? NIL}::uuid order by one.id limit ${limit}`;
}

function membersOf(principalId: string, { after, limit, now }: Place): SQL {
  return sql`
    select place.user_id as id from ${memberships} as place
    where place.user_id > ${after ?? NIL}::uuid and ${isPlaceIn(principalId, now)}
    order by place.user_id limit ${limit}`;
}

/** Whether one of `users` is in a group or role as well. */
function isIn(principalId: string, now: Date): SQL {
  return sql`exists (
    select from ${memberships} as place where place.user_id = ${users.id} and ${isPlaceIn(principalId, now)})`;
}

function isPlaceIn(principalId: string, now: Date): SQL {
  return sql`place.principal_id = ${principalId}::uuid
    and (place.expires_at is null or place.expires_at > ${now.toISOString()}::timestamptz)
    and not exists (select from ${groups} where ${groups.id} = ${principalId}::uuid and ${groups.removedAt} is not null)`;
}

function everyone(
  { roleId, groupId, locale }: Extract<Audience, { kind: 'everyone' }>,
  place: Place,
): AudiencePage {
  const [first, second] = [roleId, groupId].filter((id) => id !== undefined);
  const page = first
    ? membersOf(first, place)
    : sql`
    select one.id from ${users} as one where one.id > ${place.after ?? NIL}::uuid order by one.id limit ${place.limit}`;
  const also = [
    ...(second ? [isIn(second, place.now)] : []),
    ...(locale ? [sql`${users.locale} = ${locale}`] : []),
  ];
  return also.length === 0 ? { page } : { page, only: sql.join(also, sql` and `) };
}

/** Who sees a person, by what that person chose; who sees a group, a case or an app, by what they hold. */
async function reaching(db: Database, reached: Reached, place: Place): Promise<AudiencePage> {
  const { type, id } = reached;
  const { after, limit, now } = place;
  if (type === 'person') {
    const look = {
      viewerId: sql`${users.id}`,
      asStaff: sql`false`,
      now: sql`${now.toISOString()}::timestamptz`,
    };
    return { ...everyone({ kind: 'everyone' }, place), only: isSeen(sql`${id}::uuid`, look) };
  }
  if (await isForEverybody(db, { type, id, now })) return everyone({ kind: 'everyone' }, place);
  const { people, next } = await listHolders(db, {
    object: { type, id },
    permissions: [SEEING[type]],
    ...(after && { after }),
    limit,
    now,
  });
  return {
    page: listed(
      people.map((person) => person.id),
      { after: null, limit, now },
    ),
    next,
  };
}

/** Whether everybody who is signed in sees it: a group that does not hide, and what was given to everybody. */
async function isForEverybody(
  db: Database,
  { type, id, now }: { type: keyof typeof SEEING; id: string; now: Date },
) {
  const [found] = await db.execute<{ seen: boolean }>(sql`
    select exists (
      select from ${groups}
      where ${groups.id} = ${id}::uuid and ${groups.visibility} = 'signed_in'
        and ${groups.removedAt} is null and ${groups.hiddenAt} is null
    ) or exists (
      select from ${objectGrants}
      where ${objectGrants.objectId} = ${id}::uuid and ${objectGrants.permissionId} = ${PERMISSIONS[SEEING[type]].id}
        and ${objectGrants.principalId} in (${SIGNED_IN}::uuid, ${EVERYONE}::uuid)
        and (${objectGrants.expiresAt} is null or ${objectGrants.expiresAt} > ${now.toISOString()}::timestamptz)
    ) as seen`);
  return found?.seen ?? false;
}
