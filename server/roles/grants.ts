import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { cases } from '@/db/schema/moderation';
import { objectDenies, objectGrants } from '@/db/schema/permissions';
import { recordAudits } from '@/server/audit/commands';
import { endAccessOfAll } from '@/server/auth/end-access';
import { DomainError } from '@/server/errors';
import {
  DENY_KEY,
  entriesOf,
  findGrants,
  type GrantLine,
  type GrantLines,
  giftOf,
  isAmong,
  KEY,
  keyOf,
  lineOf,
  linesOf,
  listMembers,
  lockAll,
  refuseAbovePeople,
  rowOf,
} from './grant-lines';
import { BUILT_IN_ROLES, type ObjectType } from './permissions';
import { isPower } from './role-rows';
import { refuseBeyond } from './within';

/**
 * Gives: all lines in one statement, with one audit entry for each principal that has more than before. What is there already
 * gets the new end. Whoever gains power over other people's accounts, by themselves or in a role or group, signs in anew.
 * @returns how many lines are new or changed @throws NOT_FOUND BEYOND_YOURS ABOVE_YOU INPUT_INVALID
 */
export async function addGrants<Type extends ObjectType>(
  tx: Database,
  grant: GrantLines<Type> & { expiresAt: Date | null; reason?: string },
): Promise<number> {
  const { expiresAt, reason = '', cause, now } = grant;
  if (expiresAt && expiresAt <= now) throw new DomainError('INPUT_INVALID');
  const people = await lockAll(tx, grant, { withMembers: grant.permissions.some(isPower) });
  await refuseBeyond(tx, { actorId: cause.actorId, gift: giftOf(grant, expiresAt), now });
  await refuseAbovePeople(tx, { people, cause, now, orOneself: true });
  const lines = linesOf(grant);
  const before = await findGrants(tx, lines);
  const written = await tx
    .insert(objectGrants)
    .values(
      lines.map((line) => ({
        ...rowOf(line),
        expiresAt,
        grantedBy: cause.actorId,
        grantedAt: now,
        reason,
      })),
    )
    .onConflictDoUpdate({
      target: [objectGrants.principalId, objectGrants.permissionId, objectGrants.objectId],
      set: {
        expiresAt: sql`excluded.expires_at`,
        grantedBy: sql`excluded.granted_by`,
        grantedAt: sql`excluded.granted_at`,
        reason: sql`excluded.reason`,
      },
      // Given again as it is: nothing happens, and nothing is told.
      setWhere: sql`${objectGrants.expiresAt} is distinct from excluded.expires_at`,
    })
    .returning(KEY);
  const changed = written.map((row) => lineOf(row, grant.type, expiresAt));
  await recordAudits(tx, entriesOf('grant.added', { lines: changed, before, people, cause, now }));
  const had = new Set(before.filter((line) => isLasting(line, now)).map(keyOf));
  await endAccessOfRisen(tx, { risen: changed.filter((line) => !had.has(keyOf(line))), people, cause, now });
  return changed.length;
}

/**
 * Takes what was given. @returns how many lines there were
 * @throws NOT_FOUND BEYOND_YOURS ABOVE_YOU
 */
export async function removeGrants<Type extends ObjectType>(
  tx: Database,
  grant: GrantLines<Type>,
): Promise<number> {
  const { cause, now } = grant;
  const people = await lockAll(tx, grant);
  await refuseBeyond(tx, { actorId: cause.actorId, gift: giftOf(grant, atOnce(now)), now });
  await refuseAbovePeople(tx, { people, cause, now });
  const removed = await tx
    .delete(objectGrants)
    .where(isAmong(objectGrants, linesOf(grant)))
    .returning({ ...KEY, expiresAt: objectGrants.expiresAt });
  const lines = removed.map(({ expiresAt, ...row }) => lineOf(row, grant.type, expiresAt));
  await recordAudits(tx, entriesOf('grant.removed', { lines: [], before: lines, people, cause, now }));
  return lines.length;
}

/**
 * Denies: wins over whatever allows it. What concerns oneself nobody denies to others.
 * @returns how many lines are new @throws NOT_FOUND BEYOND_YOURS ABOVE_YOU
 */
export async function addDenies<Type extends ObjectType>(
  tx: Database,
  deny: GrantLines<Type> & { reason?: string },
): Promise<number> {
  const { reason = '', cause, now } = deny;
  const people = await lockAll(tx, deny);
  await refuseAboutOneself(tx, deny);
  await refuseBeyond(tx, { actorId: cause.actorId, gift: giftOf(deny, atOnce(now)), now });
  await refuseAbovePeople(tx, { people, cause, now });
  const written = await tx
    .insert(objectDenies)
    .values(linesOf(deny).map((line) => ({ ...rowOf(line), deniedBy: cause.actorId, deniedAt: now, reason })))
    .onConflictDoNothing()
    .returning(DENY_KEY);
  const lines = written.map((row) => lineOf(row, deny.type));
  await recordAudits(tx, entriesOf('deny.added', { lines, before: [], people, cause, now }));
  return lines.length;
}

/**
 * Takes a denial back, which gives what it denied. One that holds for everybody holds for whoever would take it back as well: that
 * is for who may do everywhere all that an administrator may.
 * @returns how many lines there were @throws NOT_FOUND BEYOND_YOURS ABOVE_YOU
 */
export async function removeDenies<Type extends ObjectType>(
  tx: Database,
  deny: GrantLines<Type>,
): Promise<number> {
  const { cause, now } = deny;
  const people = await lockAll(tx, deny, { withMembers: deny.permissions.some(isPower) });
  await refuseAllowing(tx, deny);
  await refuseAbovePeople(tx, { people, cause, now, orOneself: true });
  const removed = await tx
    .delete(objectDenies)
    .where(isAmong(objectDenies, linesOf(deny)))
    .returning(DENY_KEY);
  const before = removed.map((row) => lineOf(row, deny.type));
  await recordAudits(tx, entriesOf('deny.removed', { lines: [], before, people, cause, now }));
  await endAccessOfRisen(tx, { risen: before, people, cause, now });
  return before.length;
}

/**
 * Nobody keeps others from what may be done about themselves, neither with them nor with a case about them: whoever holds the same
 * everywhere could be stopped by nobody. @throws ABOVE_YOU
 */
async function refuseAboutOneself(
  tx: Database,
  {
    principalIds,
    type,
    objectIds,
    cause: { actorId },
  }: Pick<GrantLines, 'principalIds' | 'type' | 'objectIds' | 'cause'>,
) {
  // One may lay down what is one's own.
  if (principalIds.every((id) => id === actorId)) return;
  if (type === 'person' && objectIds.includes(actorId)) throw new DomainError('ABOVE_YOU');
  if (type !== 'report') return;
  const [own] = await tx
    .select({ id: cases.id })
    .from(cases)
    .where(and(inArray(cases.id, [...objectIds]), eq(cases.personId, actorId)))
    .limit(1);
  if (own) throw new DomainError('ABOVE_YOU');
}

/** @throws BEYOND_YOURS */
async function refuseAllowing<Type extends ObjectType>(tx: Database, deny: GrantLines<Type>) {
  const { actorId } = deny.cause;
  const { now } = deny;
  try {
    await refuseBeyond(tx, { actorId, gift: giftOf(deny, null), now });
  } catch (error) {
    if (!(error instanceof DomainError && error.reason === 'BEYOND_YOURS')) throw error;
    await refuseBeyond(tx, {
      actorId,
      gift: { everywhere: BUILT_IN_ROLES.administrator, until: null },
      now,
    });
  }
}

/** A new token at each rise of privilege: what was stolen before must not gain by it, nor a sign-in begun before. */
async function endAccessOfRisen(
  tx: Database,
  of: {
    risen: GrantLine[];
    people: { id: string }[];
    cause: { actorId: string };
    now: Date;
  },
) {
  const { risen, people, cause, now } = of;
  const ids = new Set(
    risen.filter(({ permission }) => isPower(permission)).map(({ principalId }) => principalId),
  );
  const persons = people.flatMap(({ id }) => (ids.has(id) ? [id] : []));
  const shared = [...ids].filter((id) => !persons.includes(id));
  const members = shared.length > 0 ? await listMembers(tx, { principalIds: shared, now }) : [];
  const userIds = [...new Set([...persons, ...members])].filter((id) => id !== cause.actorId);
  if (userIds.length > 0) await endAccessOfAll(tx, { userIds });
}

function isLasting({ expiresAt }: GrantLine, now: Date) {
  return !expiresAt || new Date(expiresAt) > now;
}

/** For what only has to be one's own at this moment. */
function atOnce(now: Date) {
  return new Date(now.getTime() + 1);
}
