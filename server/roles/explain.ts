import type { Database } from '@/db/client';
import { EVERYONE } from '@/db/schema/principals';
import { DomainError } from '@/server/errors';
import { explanationFacts, type Fact, type FactKind } from './explain-facts';
import { type ObjectType, type Permission, permissionEntry } from './permissions';

/** Who gave something, when, until when, and why. The giver is null: the system, or somebody who has left. */
export interface Given {
  by: { id: string; handle: string | null } | null;
  at: Date | null;
  until: Date | null;
  reason: string;
}

/** Through whom somebody has it: they themselves, everyone, everyone signed in, or a role or group that they are in. */
export interface Through {
  kind: 'self' | 'signed_in' | 'everyone' | 'role' | 'group';
  id: string;
  /** Of a group or a custom role. */
  name: string | null;
  /** Of a built-in role. */
  roleKey: string | null;
  /** How they came into it. */
  membership: (Given & { standing: 'member' | 'manager' | 'owner' | null }) | null;
}

/** Why something that is there does not count. */
export type Because =
  | 'expired'
  | 'membershipExpired'
  | 'groupRemoved'
  | 'standingTooLow'
  | 'neverEverywhere'
  /** Of moderating: the person is in the group no more, or it was removed, or moderating it is denied. */
  | 'notInGroup'
  | 'moderatedGroupRemoved'
  | 'moderatingDenied';

/** One thing that speaks for it; counts when there is nothing in `because`. */
export interface Path {
  via: Exclude<FactKind, 'denied' | 'moderatingDenied'>;
  through: Through;
  given: Given;
  /** Whom moderating is about: the group that the person is in, or that the case is about. */
  moderated: { id: string; name: string | null } | null;
  because: Because[];
}

export interface Denial {
  through: Through;
  given: Given;
  because: Because[];
}

/** What would have to happen, one after the other, and no more than that. */
export type Step =
  | { kind: 'activateAccount' }
  | { kind: 'removeDenial'; principalId: string; permission: Permission; objectId: string }
  | { kind: 'giveEverywhere'; principalId: string; permission: Permission }
  | {
      kind: 'giveOnObject';
      principalId: string;
      permission: Permission;
      object: { type: ObjectType; id: string };
    };

export interface Explanation {
  allowed: boolean;
  /** Of the account; null of a visitor. */
  status: Fact['status'];
  objectIsThere: boolean;
  /** Each of them is enough. */
  paths: Path[];
  /** What is there and does not count. */
  without: Path[];
  /** Which win over every path. */
  denials: Denial[];
  /** Empty when it is allowed, and when nothing that can be given would do: the object is not there. */
  smallest: Step[];
}

interface Question {
  /** Null: a visitor. */
  userId: string | null;
  permission: Permission;
  /** Left out: everywhere. */
  object?: { type: ObjectType; id: string } | undefined;
  now: Date;
}

/**
 * Whether somebody may do something, and why: the same rules as in server/roles/check.ts, with what they find told instead of
 * counted. One prepared statement. @throws INPUT_INVALID for a permission that is not about such an object
 */
export async function explain(db: Database, question: Question): Promise<Explanation> {
  const { userId, permission, object, now } = question;
  const entry = permissionEntry(permission);
  if (object && entry.objectType !== object.type) throw new DomainError('INPUT_INVALID');
  const facts = await explanationFacts(db).execute({
    userId,
    permissionId: entry.id,
    objectId: object?.id ?? null,
    type: object?.type ?? null,
    standing: (object && entry.fromStanding) ?? null,
    byModerating: (object && entry.byModeratingGroup) ?? false,
  });
  const [first] = facts;
  const status = first?.status ?? null;
  const objectIsThere = first?.objectIsThere ?? false;
  const denials = facts.filter(({ via }) => via === 'denied').map((fact) => denialOf(fact, now));
  const notModerated = new Set(
    facts
      .filter((fact) => fact.via === 'moderatingDenied' && denialOf(fact, now).because.length === 0)
      .map(({ businessId }) => businessId),
  );
  const all = facts.flatMap((fact) =>
    pathOf(fact, { now, notModerated, objectOnly: entry.objectOnly ?? false }),
  );
  const paths = all.filter(({ because }) => because.length === 0);
  const mayAct = userId === null || status === 'active';
  const denying = denials.filter(({ because }) => because.length === 0);
  const allowed = mayAct && objectIsThere && denying.length === 0 && paths.length > 0;
  return {
    allowed,
    status,
    objectIsThere,
    paths,
    without: all.filter(({ because }) => because.length > 0),
    denials,
    smallest:
      allowed || !objectIsThere ? [] : stepsOf(question, { mayAct, denying, hasPath: paths.length > 0 }),
  };
}

function stepsOf(
  { userId, permission, object }: Question,
  is: { mayAct: boolean; denying: Denial[]; hasPath: boolean },
): Step[] {
  const steps: Step[] = [];
  const principalId = userId ?? EVERYONE;
  if (!is.mayAct) steps.push({ kind: 'activateAccount' });
  if (object)
    for (const { through } of is.denying)
      steps.push({ kind: 'removeDenial', principalId: through.id, permission, objectId: object.id });
  if (!is.hasPath && object) steps.push({ kind: 'giveOnObject', principalId, permission, object });
  if (!is.hasPath && !object && !permissionEntry(permission).objectOnly)
    steps.push({ kind: 'giveEverywhere', principalId, permission });
  return steps;
}

function pathOf(
  fact: Fact,
  { now, notModerated, objectOnly }: { now: Date; notModerated: Set<string | null>; objectOnly: boolean },
): Path[] {
  const { via, businessId, businessName } = fact;
  if (via === null || via === 'denied' || via === 'moderatingDenied') return [];
  const because = standingOf(fact, now);
  if (isPast(fact.until, now) && via !== 'standing') because.push('expired');
  if (via === 'standing' && fact.standingIsEnough !== true) because.push('standingTooLow');
  if (via === 'everywhere' && objectOnly) because.push('neverEverywhere');
  if (via === 'moderating') {
    if (isPast(fact.businessUntil, now)) because.push('notInGroup');
    if (fact.businessRemovedAt) because.push('moderatedGroupRemoved');
    if (notModerated.has(businessId)) because.push('moderatingDenied');
  }
  const moderated = businessId === null ? null : { id: businessId, name: businessName };
  return [{ via, through: throughOf(fact), given: givenOf(fact), moderated, because }];
}

/** A denial has no end of its own; through a group that was removed, or left, it denies nothing. */
function denialOf(fact: Fact, now: Date): Denial {
  return { through: throughOf(fact), given: givenOf(fact), because: standingOf(fact, now) };
}

function standingOf({ memberUntil, groupRemovedAt }: Fact, now: Date): Because[] {
  const because: Because[] = [];
  if (isPast(memberUntil, now)) because.push('membershipExpired');
  if (groupRemovedAt) because.push('groupRemoved');
  return because;
}

function givenOf({ byId, byHandle, at, until, reason }: Fact): Given {
  return { by: byId === null ? null : { id: byId, handle: byHandle }, at, until, reason: reason ?? '' };
}

function throughOf(fact: Fact): Through {
  const { kind, principalId, groupName, roleName, roleKey } = fact;
  if (kind === null || principalId === null) throw new Error('a fact is about somebody');
  if (kind !== 'membership') return { kind, id: principalId, name: null, roleKey: null, membership: null };
  const { memberById, memberByHandle, memberSince, memberUntil, memberReason, standing } = fact;
  const membership = {
    by: memberById === null ? null : { id: memberById, handle: memberByHandle },
    at: memberSince,
    until: memberUntil,
    reason: memberReason ?? '',
    standing,
  };
  const isGroup = groupName !== null;
  return {
    kind: isGroup ? 'group' : 'role',
    id: principalId,
    name: groupName ?? roleName,
    roleKey,
    membership,
  };
}

function isPast(moment: Date | null, now: Date) {
  return moment !== null && moment <= now;
}
