import { type SQL, sql } from 'drizzle-orm';
import { groupInvitations } from '@/db/schema/groups';
import { messages } from '@/db/schema/messages';
import { approvals } from '@/db/schema/moderation';
import { contactRequests } from '@/db/schema/privacy';

interface About {
  type: string;
  actorId: string | null;
  groupId: string | null;
  objectId: string | null;
}

/** The rows that an event is about. */
interface Cause {
  /** Rows `(user_id, is_over)`: read or answered for that person, for everybody where there is none. They are locked. */
  rows: (about: About) => SQL;
  /** Where the row is gone: what was answered is deleted; of a message that is gone nobody knows whether it was read. */
  isOverWithout: boolean;
}

/**
 * What is read or answered together with its notification (`readAbout`). By then the worker may not have laid it out, and
 * nothing would read it afterwards. The rows are locked as long as it does: who reads meanwhile finds the notification there,
 * and who was quicker is waited for.
 */
const CAUSES: Partial<Record<string, Cause>> = {
  'messages.received': {
    rows: ({ objectId }) => sql`
      select message.recipient_id as user_id, message.read_at is not null or message.removed_at is not null as is_over
      from ${messages} as message where message.id = ${objectId}::uuid for share`,
    isOverWithout: false,
  },
  'contacts.asked': {
    rows: ({ actorId }) => sql`
      select request.to_id as user_id, request.declined_at is not null or request.withdrawn_at is not null as is_over
      from ${contactRequests} as request
      where request.from_id = ${actorId}::uuid and request.to_id in (select id from person) order by request.to_id for share`,
    isOverWithout: true,
  },
  'groups.joinAsked': {
    rows: ({ actorId, groupId }) => sql`
      select null::uuid as user_id, false as is_over from ${groupInvitations} as wish
      where wish.group_id = ${groupId}::uuid and wish.user_id = ${actorId}::uuid and wish.invited_by is null for share`,
    isOverWithout: true,
  },
  'groups.invited': {
    rows: ({ groupId }) => sql`
      select invitation.user_id, false as is_over from ${groupInvitations} as invitation
      where invitation.group_id = ${groupId}::uuid and invitation.user_id in (select id from person)
        and invitation.invited_by is not null
      order by invitation.user_id for share`,
    isOverWithout: true,
  },
  'moderation.approvalAsked': {
    rows: ({ objectId }) => sql`
      select null::uuid as user_id, approval.outcome is not null as is_over
      from ${approvals} as approval where approval.id = ${objectId}::uuid for share`,
    isOverWithout: true,
  },
};

/** The part `cause` of a statement that lays an event out for `person`; undefined where nothing else reads it. */
export function causePart(about: About): SQL | undefined {
  return about.objectId === null ? undefined : CAUSES[about.type]?.rows(about);
}

/** Whether one of `person` has read or answered what `cause` is. */
export function isReadBefore(type: string): SQL {
  return sql`coalesce(
    (select bool_or(cause.is_over) from cause where cause.user_id is null or cause.user_id = person.id),
    ${CAUSES[type]?.isOverWithout ?? false})`;
}
