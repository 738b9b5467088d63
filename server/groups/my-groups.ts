import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { prepared } from '@/db/prepared';
import { groupInvitations, groups } from '@/db/schema/groups';
import { memberships } from '@/db/schema/permissions';
import { profiles } from '@/db/schema/users';
import { hasBlocked, isSeen, LOOK, placeholdersOf } from '@/server/privacy/policy';
import { inForce } from '@/server/roles/parts';
import type { GroupCursor } from './inputs';
import { iso } from './look';
import type { MyGroups, MyInvitation, OpenInvitation } from './types';

const PAGE = 100;
const INVITATIONS = 100;

/** As it is shown to who is in it: of a hidden one its owners alone see the name. */
const NAME = sql<string>`case when ${groups.hiddenAt} is null or ${memberships.standing} = 'owner' then ${groups.name} else '' end`;

const mine = prepared((db) =>
  db
    .select({
      groupId: sql<string>`${groups.id}`,
      name: NAME,
      sortedBy: sql<string>`lower(${NAME})`,
      isHidden: sql<boolean>`${groups.hiddenAt} is not null`,
      standing: memberships.standing,
      since: iso(sql`${memberships.grantedAt}`),
      expiresAt: iso(sql`${memberships.expiresAt}`),
    })
    .from(memberships)
    .innerJoin(groups, and(eq(groups.id, memberships.principalId), isNull(groups.removedAt)))
    .where(
      and(
        eq(memberships.userId, LOOK.viewerId),
        inForce('memberships', LOOK.now),
        sql`(${sql.placeholder('afterName')}::text is null
          or (lower(${NAME}), ${groups.id}) > (${sql.placeholder('afterName')}::text, ${sql.placeholder('afterId')}::uuid))`,
      ),
    )
    .orderBy(sql`lower(${NAME})`, groups.id)
    .limit(PAGE + 1)
    .prepare('my_groups'),
);

const invited = prepared((db) =>
  db
    .select({
      groupId: sql<string>`${groups.id}`,
      name: sql<string>`case when ${groups.hiddenAt} is null then ${groups.name} else '' end`,
      description: sql<string>`case when ${groups.hiddenAt} is null then ${groups.description} else '' end`,
      kind: sql<
        OpenInvitation['kind']
      >`case when ${groupInvitations.invitedBy} is null then 'asked' else 'invited' end`,
      standing: groupInvitations.standing,
      by: sql<
        string | null
      >`case when ${isSeen(groupInvitations.invitedBy, LOOK)} then ${profiles.displayName} end`,
      at: iso(sql`${groupInvitations.at}`),
      expiresAt: iso(sql`${groupInvitations.expiresAt}`),
    })
    .from(groupInvitations)
    .innerJoin(groups, and(eq(groups.id, groupInvitations.groupId), isNull(groups.removedAt)))
    .leftJoin(profiles, eq(profiles.userId, groupInvitations.invitedBy))
    .where(
      and(
        eq(groupInvitations.userId, LOOK.viewerId),
        sql`${groupInvitations.expiresAt} > ${LOOK.now}`,
        // Whom I have blocked does not ask me anything.
        sql`not ${hasBlocked(LOOK.viewerId, groupInvitations.invitedBy)}`,
      ),
    )
    .orderBy(desc(groupInvitations.at), groups.id)
    .limit(INVITATIONS)
    .prepare('my_invitations'),
);

/** The groups that I am in, by name, and with the first page where I am invited: a statement each. */
export async function listMyGroups(
  db: Database,
  { userId, after, now }: { userId: string; after: GroupCursor | undefined; now: Date },
): Promise<MyGroups> {
  const look = placeholdersOf({ viewer: { userId, asStaff: false }, now });
  const [afterName, afterId] = after ?? [null, null];
  const [rows, invitations] = await Promise.all([
    mine(db).execute({ ...look, afterName, afterId }),
    after ? [] : invited(db).execute(look),
  ]);
  const shown = rows.slice(0, PAGE);
  const last = shown.at(-1);
  return {
    groups: shown.map(({ sortedBy: _, since, ...group }) => ({ ...group, since: since ?? '' })),
    invitations: invitations.map(
      ({ at, expiresAt, ...open }): MyInvitation => ({ ...open, at: at ?? '', expiresAt: expiresAt ?? '' }),
    ),
    next: rows.length > PAGE && last ? [last.sortedBy, last.groupId] : null,
  };
}
