import { sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { prepared } from '@/db/prepared';
import { DomainError } from '@/server/errors';
import type { Locale } from '@/server/http/locale';
import { groupWordsIn } from '@/server/moderation/group-words';
import { LOOK, type Viewer } from '@/server/privacy/policy';
import { COUNTED, type Joining, type Standing, type Visibility } from './catalog';
import { ASKED, asked, counted, iso, lookOf } from './look';
import type { GroupPage, OpenInvitation } from './types';

const groupPage = prepared((db) =>
  db
    .with(...asked(db))
    .select({
      groupId: sql<string>`asked.id`,
      name: sql<string>`case when asked.sees_name then asked.name else '' end`,
      description: sql<string>`case when asked.sees_name then asked.description else '' end`,
      isHidden: sql<boolean>`asked.hidden_at is not null`,
      // Of several the one that lasts the longest.
      hiding: sql<
        GroupPage['hiding']
      >`case when asked.hidden_at is not null and asked.standing = 'owner' then (
        select json_build_object('rule', latest.rule, 'words', latest.words, 'endsAt', ${iso(sql`latest.ends_at`)})
        from sanctions as latest where latest.group_id = asked.id and latest.ended_at is null
        order by latest.ends_at desc nulls first, latest.id desc limit 1) end`,
      locale: sql<Locale | null>`(select users.locale::text from users
        where users.id = ${LOOK.viewerId} and asked.hidden_at is not null and asked.standing = 'owner')`,
      visibility: sql<Visibility>`asked.visibility`,
      joining: sql<Joining>`asked.joining`,
      createdAt: iso(sql`asked.created_at`),
      standing: sql<Standing | null>`asked.standing`,
      seesMembers: sql<boolean>`asked.sees_members`,
      update: sql<boolean>`asked.may_update`,
      manageMembers: sql<boolean>`asked.may_manage`,
      remove: sql<boolean>`asked.may_remove`,
      handle: sql<boolean>`asked.may_handle`,
      kind: sql<OpenInvitation['kind'] | null>`case when asked.invited_at is null then null
        when asked.invited_by is null then 'asked' else 'invited' end`,
      invitedTo: sql<Standing | null>`asked.invited_to`,
      invitedBy: ASKED.inviter,
      invitedAt: iso(sql`asked.invited_at`),
      invitedUntil: iso(sql`asked.invited_until`),
      givesSomething: sql<boolean>`asked.gives_something`,
      count: counted,
      isMore: sql<boolean>`exists (select from memberships as place where place.principal_id = asked.id
        offset ${sql.raw(String(COUNTED))})`,
    })
    .from(sql`asked`)
    .prepare('group_page'),
);

/** A group as somebody may see it; one statement. @throws NOT_FOUND for one that does not exist for them */
export async function getGroup(
  db: Database,
  { groupId, viewer, now }: { groupId: string; viewer: Viewer; now: Date },
): Promise<GroupPage> {
  const [row] = await groupPage(db).execute({ groupId, ...lookOf({ viewer, now }) });
  if (!row) throw new DomainError('NOT_FOUND');
  const { seesMembers, update, manageMembers, remove, handle, givesSomething, count, isMore } = row;
  const { locale, kind, invitedTo, invitedBy, invitedAt, invitedUntil, ...group } = row;
  const { name, description, isHidden, hiding, visibility, joining, createdAt, standing } = group;
  const invitation =
    kind && invitedTo
      ? { kind, standing: invitedTo, by: invitedBy, at: invitedAt ?? '', expiresAt: invitedUntil ?? '' }
      : null;
  const isOut = standing === null && invitation === null;
  return {
    ...{ groupId: group.groupId, name, description, isHidden, visibility, joining },
    hiding: hiding && locale ? { ...hiding, words: groupWordsIn(locale, hiding) } : hiding,
    createdAt: createdAt ?? '',
    standing,
    invitation,
    members: seesMembers ? { count, isMore } : null,
    may: {
      update,
      manageMembers,
      remove,
      handle,
      join: isOut ? wayIn({ joining, givesSomething }) : null,
    },
  };
}

/** Who lacks what an open group gives is let in by somebody: that is asked when they come. */
function wayIn({ joining, givesSomething }: { joining: Joining; givesSomething: boolean }) {
  if (joining === 'invitation') return null;
  return joining === 'open' && !givesSomething ? 'at once' : 'by asking';
}
