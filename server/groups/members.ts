import { sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { parameter, prepared } from '@/db/prepared';
import { DomainError } from '@/server/errors';
import { LOOK, seenPhotoId, type Viewer } from '@/server/privacy/policy';
import { inForce } from '@/server/roles/parts';
import type { Standing } from './catalog';
import type { MemberCursor } from './inputs';
import { asked, iso, isShown, lookOf } from './look';
import { NOW } from './rights';
import type { MembersPage } from './types';

const PAGE = 50;
/** Places that one page looks at, whoever of them is shown. */
const WALK = 500;

const AFTER_STANDING = sql`${sql.placeholder('afterStanding')}::group_standing`;
const AFTER_ID = parameter('afterId', 'uuid');

/** Of places in a group those that come next, owners first; by the index alone. */
const WALKED = sql`
  select place.user_id, place.standing from asked
  join memberships as place on place.principal_id = asked.id and ${inForce('place', NOW)}
  where asked.sees_members and (${AFTER_STANDING} is null or place.standing < ${AFTER_STANDING}
    or (place.standing = ${AFTER_STANDING} and place.user_id > ${AFTER_ID}))
  order by place.standing desc, place.user_id limit ${sql.raw(String(WALK))}`;

const SHOWN = sql`
  select walked.user_id, walked.standing from walked cross join asked
  where ${isShown(sql`walked.user_id`)}
  order by walked.standing desc, walked.user_id limit ${sql.raw(String(PAGE + 1))}`;

const membersPage = prepared((db) =>
  db
    .with(
      ...asked(db),
      db.$with('walked', {}).as(WALKED),
      db.$with('shown', {}).as(SHOWN),
      db.$with('walk_end', {}).as(sql`
        select walked.standing, walked.user_id from walked order by walked.standing desc, walked.user_id offset ${sql.raw(String(WALK - 1))}`),
    )
    .select({
      sees: sql<boolean>`asked.sees_members`,
      userId: sql<string | null>`shown.user_id`,
      standing: sql<Standing | null>`shown.standing`,
      since: iso(sql`place.granted_at`),
      handle: sql<string | null>`person.handle`,
      displayName: sql<string | null>`person.display_name`,
      photoId: seenPhotoId(sql`shown.user_id`, LOOK),
      endStanding: sql<Standing | null>`walk_end.standing`,
      endId: sql<string | null>`walk_end.user_id`,
    })
    .from(sql`asked
      left join shown on true
      left join memberships as place on place.user_id = shown.user_id and place.principal_id = asked.id
      left join profiles as person on person.user_id = shown.user_id
      left join walk_end on true`)
    .orderBy(sql`shown.standing desc, shown.user_id`)
    .prepare('group_members'),
);

/** Who is in a group, as far as they are shown to who looks; 50 a page, one statement. @throws NOT_FOUND NOT_ALLOWED */
export async function listMembers(
  db: Database,
  ask: { groupId: string; after?: MemberCursor | undefined; viewer: Viewer; now: Date },
): Promise<MembersPage> {
  const { groupId, after, viewer, now } = ask;
  const [afterStanding, afterId] = after ?? [null, null];
  const rows = await membersPage(db).execute({ groupId, afterStanding, afterId, ...lookOf({ viewer, now }) });
  const [first] = rows;
  if (!first) throw new DomainError('NOT_FOUND');
  if (!first.sees) throw new DomainError('NOT_ALLOWED');
  const found = rows.flatMap(({ userId, standing, since, handle, displayName, photoId }) =>
    userId === null || standing === null || since === null || handle === null || displayName === null
      ? []
      : [{ userId, handle, displayName, photoId, standing, since }],
  );
  const members = found.slice(0, PAGE);
  const last = members.at(-1);
  if (found.length > PAGE && last) return { members, next: [last.standing, last.userId] };
  const { endStanding, endId } = first;
  return { members, next: endStanding && endId ? [endStanding, endId] : null };
}
