import { and, desc, eq, gt, inArray, isNotNull, isNull, not, or, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { passkeys, recoveryCodes, totpAuthenticators } from '@/db/schema/factors';
import { groups } from '@/db/schema/groups';
import { cases, notes, sanctions } from '@/db/schema/moderation';
import { memberships, objectGrants, roles } from '@/db/schema/permissions';
import { passwords, sessions } from '@/db/schema/sign-in';
import { profiles, users } from '@/db/schema/users';
import type { Cause } from '@/server/audit/commands';
import { isAlive } from '@/server/auth/sessions';
import { DomainError } from '@/server/errors';
import { isStaffViewNoted, recordStaffView, staffViewsSince } from '@/server/privacy/staff-views';
import type { Permission, PermissionOn } from '@/server/roles/permissions';
import { isDeniedOn, isWithinReach, type Reach } from '@/server/roles/reach';
import { type ListedEvent, listSecurityEvents } from '@/server/security/queries';
import { readUserAgent } from '@/server/security/user-agent';
import type { SanctionKind, SubjectKind } from './catalog';

const SHOWN = 100;
const CASES = 10;
const EVENTS = 20;

/** Somebody as staff see them. */
export interface PersonView {
  userId: string;
  handle: string;
  displayName: string;
  status: PersonStatus;
  isSelf: boolean;
  isLimited: boolean;
  /** ISO 8601, as all moments here. */
  createdAt: string;
  /** Null: for who may not see it. */
  email: string | null;
  notes: number;
  /** What they were given on single objects. */
  grants: number;
  roles: { id: string; key: string | null; name: string | null; expiresAt: string | null }[];
  groups: { id: string; name: string; standing: 'member' | 'manager' | 'owner' }[];
  /** In force. */
  sanctions: {
    id: string;
    caseId: string;
    kind: SanctionKind;
    rule: string;
    startsAt: string;
    endsAt: string | null;
  }[];
  /** The latest. */
  cases: {
    id: string;
    subjectKind: SubjectKind;
    kind: string | null;
    openedAt: string;
    outcome: 'dismissed' | 'acted' | null;
  }[];
  /** Null: for who may not see it. */
  security: PersonSecurity | null;
}

type PersonStatus = (typeof users.status.enumValues)[number];

interface PersonSecurity {
  sessions: {
    id: string;
    browser: string | null;
    system: string | null;
    ip: string | null;
    lastSeenAt: string;
  }[];
  factors: { password: boolean; passkeys: number; authenticators: number; recoveryCodes: number };
  /** The latest of the security log. */
  events: ListedEvent[];
}

interface Ask {
  handle: string;
  reach: Reach;
  held: readonly Permission[];
  cause: Cause & { actorId: string };
  now: Date;
}

/**
 * Somebody with what staff may know of them, in as many statements however much there is. That they were looked at is in the
 * audit trail, once an hour. @throws NOT_FOUND for who is out of reach as for nobody
 */
export async function getPerson(db: Database, { handle, reach, held, cause, now }: Ask): Promise<PersonView> {
  const facts = await findFacts(db, { handle, reach, held, viewerId: cause.actorId, now });
  if (!facts) throw new DomainError('NOT_FOUND');
  const { isNoted, email, seesEmail, seesSecurity, createdAt, ...rest } = facts;
  const { userId } = rest;
  const isSelf = userId === cause.actorId;
  if (!isNoted && !isSelf)
    await recordStaffView(db, { kind: 'person.viewedByStaff', subjectId: userId, cause, now });
  const [places, inForce, lastCases, security] = await Promise.all([
    listPlaces(db, { userId, reach, now }),
    listInForce(db, { userId, now }),
    listCasesOf(db, { userId }),
    seesSecurity ? findSecurity(db, { userId, now }) : null,
  ]);
  return {
    ...rest,
    ...places,
    isSelf,
    createdAt: createdAt.toISOString(),
    email: seesEmail ? email : null,
    sanctions: inForce,
    // Nobody reads what is decided about themselves.
    cases: isSelf ? [] : lastCases,
    notes: isSelf ? 0 : rest.notes,
    security,
  };
}

async function findFacts(
  db: Database,
  of: Pick<Ask, 'handle' | 'reach' | 'held' | 'now'> & { viewerId: string },
) {
  const { handle, reach, held, viewerId, now } = of;
  // What is held everywhere may be denied with this one.
  const isDenied = (permission: PermissionOn<'person'>) =>
    isDeniedOn(users.id, { userId: viewerId, permission, now });
  const sees = (permission: PermissionOn<'person'>) =>
    held.includes(permission) ? sql<boolean>`not ${isDenied(permission)}` : sql<boolean>`false`;
  const at = sql`${now.toISOString()}::timestamptz`;
  const [facts] = await db
    .select({
      userId: users.id,
      handle: profiles.handle,
      displayName: profiles.displayName,
      status: users.status,
      isLimited: sql<boolean>`coalesce(${users.limitedUntil} > ${at}, false)`,
      createdAt: users.createdAt,
      email: users.email,
      seesEmail: sees('person.viewEmail'),
      seesSecurity: sees('person.viewSecurity'),
      notes: sql<number>`(select count(*)::int from ${notes} where ${notes.personId} = ${users.id})`,
      grants: sql<number>`(select count(*)::int from (select from ${objectGrants}
        where ${objectGrants.principalId} = ${users.id} limit 1000) as counted)`,
      isNoted: isStaffViewNoted({
        viewerId: sql`${viewerId}::uuid`,
        subjectId: users.id,
        since: sql`${staffViewsSince(now)}::uuid`,
        kind: 'person.viewedByStaff',
      }),
    })
    .from(profiles)
    .innerJoin(users, eq(users.id, profiles.userId))
    .where(
      and(eq(profiles.handle, handle), isWithinReach(users.id, reach, now), not(isDenied('person.view'))),
    )
    .limit(1);
  return facts;
}

/** Roles, and the groups that exist for who looks: whoever moderates some knows of no other that only its members see. */
async function listPlaces(db: Database, { userId, reach, now }: { userId: string; reach: Reach; now: Date }) {
  const exists = reach.everyone
    ? undefined
    : or(
        inArray(groups.id, reach.groupIds),
        and(eq(groups.visibility, 'signed_in'), isNull(groups.hiddenAt)),
      );
  const rows = await db
    .select({
      id: memberships.principalId,
      standing: memberships.standing,
      expiresAt: memberships.expiresAt,
      roleId: roles.id,
      key: roles.key,
      roleName: roles.name,
      groupName: groups.name,
    })
    .from(memberships)
    .leftJoin(roles, eq(roles.id, memberships.principalId))
    .leftJoin(groups, and(eq(groups.id, memberships.principalId), isNull(groups.removedAt), exists))
    .where(
      and(eq(memberships.userId, userId), or(isNull(memberships.expiresAt), gt(memberships.expiresAt, now))),
    )
    .orderBy(memberships.grantedAt, memberships.principalId)
    .limit(SHOWN);
  return {
    roles: rows.flatMap(({ id, roleId, key, roleName, expiresAt }) =>
      roleId === null ? [] : [{ id, key, name: roleName, expiresAt: expiresAt?.toISOString() ?? null }],
    ),
    groups: rows.flatMap(({ id, groupName, standing }) =>
      groupName === null ? [] : [{ id, name: groupName, standing }],
    ),
  };
}

async function listInForce(db: Database, { userId, now }: { userId: string; now: Date }) {
  const { id, caseId, kind, rule, startsAt, endsAt } = sanctions;
  const rows = await db
    .select({ id, caseId, kind, rule, startsAt, endsAt })
    .from(sanctions)
    .where(
      and(eq(sanctions.personId, userId), isNull(sanctions.endedAt), or(isNull(endsAt), gt(endsAt, now))),
    )
    .orderBy(desc(id))
    .limit(SHOWN);
  return rows.map((row) => ({
    ...row,
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt?.toISOString() ?? null,
  }));
}

async function listCasesOf(db: Database, { userId }: { userId: string }) {
  const { id, subjectKind, kind, openedAt, outcome } = cases;
  const rows = await db
    .select({ id, subjectKind, kind, openedAt, outcome })
    .from(cases)
    .where(eq(cases.personId, userId))
    .orderBy(desc(id))
    .limit(CASES);
  return rows.map((row) => ({ ...row, openedAt: row.openedAt.toISOString() }));
}

async function findSecurity(
  db: Database,
  { userId, now }: { userId: string; now: Date },
): Promise<PersonSecurity> {
  const [alive, factors, log] = await Promise.all([
    db
      .select({
        id: sessions.id,
        userAgent: sessions.userAgent,
        ip: sessions.ip,
        lastSeenAt: sessions.lastSeenAt,
      })
      .from(sessions)
      .where(and(eq(sessions.userId, userId), isAlive(sql`${now.toISOString()}::timestamptz`)))
      .orderBy(desc(sessions.lastSeenAt), desc(sessions.id))
      .limit(SHOWN),
    db
      .select({
        password: sql<boolean>`exists (select from ${passwords} where ${passwords.userId} = ${users.id})`,
        passkeys: db.$count(passkeys, eq(passkeys.userId, users.id)),
        authenticators: db.$count(
          totpAuthenticators,
          and(eq(totpAuthenticators.userId, users.id), isNotNull(totpAuthenticators.confirmedAt)),
        ),
        recoveryCodes: db.$count(
          recoveryCodes,
          and(eq(recoveryCodes.userId, users.id), isNull(recoveryCodes.usedAt)),
        ),
      })
      .from(users)
      .where(eq(users.id, userId))
      .limit(1),
    listSecurityEvents(db, { userId, sessionId: '', limit: EVENTS, now }),
  ]);
  return {
    sessions: alive.map(({ id, userAgent, ip, lastSeenAt }) => {
      const { browser, system } = readUserAgent(userAgent);
      return { id, browser, system, ip, lastSeenAt: lastSeenAt.toISOString() };
    }),
    factors: factors[0] ?? { password: false, passkeys: 0, authenticators: 0, recoveryCodes: 0 },
    events: log.events,
  };
}
