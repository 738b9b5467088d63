import type { PersonLine } from '@/server/privacy/queries';
import type { Joining, Standing, Visibility } from './catalog';
import type { GroupCursor, MemberCursor } from './inputs';

/** A group as somebody may see it. Who does not see it gets NOT_FOUND, like of one that is not there. */
export interface GroupPage {
  groupId: string;
  /** Empty where moderators have hidden it from who looks. */
  name: string;
  description: string;
  /** Moderators have hidden name and description from everybody but its owners. */
  isHidden: boolean;
  /** Why, to its owners alone. */
  hiding: { rule: string; words: string /** ISO 8601; null: without end. */; endsAt: string | null } | null;
  visibility: Visibility;
  joining: Joining;
  /** ISO 8601 */
  createdAt: string;
  /** What I am in it; null: nothing. */
  standing: Standing | null;
  /** I am invited, or have asked to come in. */
  invitation: OpenInvitation | null;
  /** As many as `groups.members` shows; null for who may not see who is in it. */
  members: { count: number /** There are more than were counted. */; isMore: boolean } | null;
  may: {
    /** Change it, and say what somebody is in it. */
    update: boolean;
    /** Invite, let in, and take members out. */
    manageMembers: boolean;
    remove: boolean;
    /** Open the case about it, as staff. */
    handle: boolean;
    /** Come in at once, or ask to; null: neither. */
    join: 'at once' | 'by asking' | null;
  };
}

export interface OpenInvitation {
  kind: 'invited' | 'asked';
  standing: Standing;
  /** Who invited me, where I see them. */
  by: string | null;
  /** ISO 8601 */
  at: string;
  expiresAt: string;
}

/** One of my groups. */
export interface MyGroup {
  groupId: string;
  /** Empty where moderators have hidden it from me. */
  name: string;
  isHidden: boolean;
  standing: Standing;
  /** ISO 8601; since when I am in it. */
  since: string;
  /** ISO 8601; null: without end. */
  expiresAt: string | null;
}

export interface MyInvitation extends OpenInvitation {
  groupId: string;
  name: string;
  description: string;
}

export interface MyGroups {
  /** By name, 100 a page. */
  groups: MyGroup[];
  /** Newest first, 100 at most; with the first page alone. */
  invitations: MyInvitation[];
  next: GroupCursor | null;
}

/** Somebody in a group. */
export interface MemberLine extends PersonLine {
  standing: Standing;
  /** ISO 8601 */
  since: string;
}

/** Owners first, then managers, then members, each in the order in which they came to Foyer; a page can be short and have a next one. */
export interface MembersPage {
  members: MemberLine[];
  next: MemberCursor | null;
}

/** Somebody who is invited, or who asks to come in. */
export interface InvitationLine extends PersonLine {
  kind: 'invited' | 'asked';
  standing: Standing;
  /** ISO 8601 */
  at: string;
  expiresAt: string;
}

/** Newest first, 100 at most. */
export interface InvitationsPage {
  invitations: InvitationLine[];
}

/** A group in the list of staff. */
export interface ListedGroup {
  groupId: string;
  name: string;
  visibility: Visibility;
  joining: Joining;
  isHidden: boolean;
  /** ISO 8601 */
  createdAt: string;
  /** Everybody in it, whoever sees them; as far as they are counted. */
  members: number;
  isMore: boolean;
  /** Owners whose account is in use; a group without any has nobody who answers for it. */
  owners: number;
}

/** By name, 50 a page; with a search a page can be short and have a next one. */
export interface GroupList {
  groups: ListedGroup[];
  next: GroupCursor | null;
}

/** A group that nobody else answers for, and that others are in. */
export interface OwnedAlone {
  groupId: string;
  name: string;
}
