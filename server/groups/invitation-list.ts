import { sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { prepared } from '@/db/prepared';
import { DomainError } from '@/server/errors';
import { hasBlocked, isSeen, LOOK, seenPhotoId, type Viewer } from '@/server/privacy/policy';
import type { Standing } from './catalog';
import { asked, iso, lookOf } from './look';
import { NOW } from './rights';
import type { InvitationLine, InvitationsPage } from './types';

const LISTED = 100;

const OPEN = sql`
  select invitation.user_id, invitation.standing, invitation.invited_by, invitation.at, invitation.expires_at from asked
  join group_invitations as invitation on invitation.group_id = asked.id and invitation.expires_at > ${NOW}
  where asked.may_manage and ${isSeen(sql`invitation.user_id`, LOOK)} and not ${hasBlocked(LOOK.viewerId, sql`invitation.user_id`)}
  order by invitation.at desc, invitation.user_id limit ${sql.raw(String(LISTED))}`;

const openInvitations = prepared((db) =>
  db
    .with(...asked(db), db.$with('open', {}).as(OPEN))
    .select({
      mayManage: sql<boolean>`asked.may_manage`,
      userId: sql<string | null>`open.user_id`,
      standing: sql<Standing | null>`open.standing`,
      kind: sql<InvitationLine['kind']>`case when open.invited_by is null then 'asked' else 'invited' end`,
      at: iso(sql`open.at`),
      expiresAt: iso(sql`open.expires_at`),
      handle: sql<string | null>`person.handle`,
      displayName: sql<string | null>`person.display_name`,
      photoId: seenPhotoId(sql`open.user_id`, LOOK),
    })
    .from(sql`asked left join open on true left join profiles as person on person.user_id = open.user_id`)
    .orderBy(sql`open.at desc, open.user_id`)
    .prepare('group_invitations'),
);

/** Who is invited into a group and who asks to come in, newest first, 100 at most; one statement. @throws NOT_FOUND NOT_ALLOWED */
export async function listInvitations(
  db: Database,
  { groupId, viewer, now }: { groupId: string; viewer: Viewer; now: Date },
): Promise<InvitationsPage> {
  const rows = await openInvitations(db).execute({ groupId, ...lookOf({ viewer, now }) });
  const [first] = rows;
  if (!first) throw new DomainError('NOT_FOUND');
  if (!first.mayManage) throw new DomainError('NOT_ALLOWED');
  const invitations = rows.flatMap(
    ({ userId, standing, kind, at, expiresAt, handle, displayName, photoId }) =>
      userId === null || standing === null || at === null || expiresAt === null || handle === null
        ? []
        : [{ userId, handle, displayName: displayName ?? '', photoId, standing, kind, at, expiresAt }],
  );
  return { invitations };
}
