import { and, asc, eq, gte } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { memberships } from '@/db/schema/permissions';
import { notify } from '@/server/notifications/commands';
import { readAbout, rowId } from '@/server/notifications/read-about';
import { inForceAt } from './group-rows';

/** People at most who are told that somebody wants to come in. */
const DECIDERS = 200;

/** Somebody, and the group that they want to come into, or are invited into. */
interface Between {
  groupId: string;
  personId: string;
  now: Date;
}

/** Tells whoever decides about it by their standing that somebody wants to come in. */
export async function tellAsked(tx: Database, of: Between): Promise<void> {
  const { groupId, personId, now } = of;
  const to = { kind: 'people' as const, ids: await listDeciders(tx, of) };
  const about = { actorId: personId, groupId, objectId: rowId('groupRequest', groupId, personId) };
  await notify(tx, { type: 'groups.joinAsked', to, data: {}, ...about, now });
}

/** None of them need look any more: one has answered, or it was taken back. */
export async function readAsked(tx: Database, of: Between): Promise<void> {
  const { groupId, personId, now } = of;
  const userId = await listDeciders(tx, of);
  await readAbout(tx, { userId, objectIds: [rowId('groupRequest', groupId, personId)], now });
}

/** Tells somebody that their wish to come in was granted, and by whom. */
export async function tellAdmitted(tx: Database, of: Between & { actorId: string }): Promise<void> {
  const { groupId, personId, actorId, now } = of;
  await readAsked(tx, of);
  const to = { kind: 'people' as const, ids: [personId] };
  await notify(tx, { type: 'groups.joined', to, data: {}, actorId, groupId, now });
}

/** Tells somebody that they are invited, and by whom. */
export async function tellInvited(tx: Database, of: Between & { actorId: string }): Promise<void> {
  const { groupId, personId, actorId, now } = of;
  const to = { kind: 'people' as const, ids: [personId] };
  const about = { actorId, groupId, objectId: rowId('groupInvitation', groupId, personId) };
  await notify(tx, { type: 'groups.invited', to, data: {}, ...about, now });
}

/** What somebody was told of an invitation that is answered, or taken back. */
export async function readInvited(tx: Database, { groupId, personId: userId, now }: Between): Promise<void> {
  await readAbout(tx, { userId, objectIds: [rowId('groupInvitation', groupId, userId)], now });
}

async function listDeciders(tx: Database, { groupId, now }: Between): Promise<string[]> {
  const places = await tx
    .select({ id: memberships.userId })
    .from(memberships)
    .where(and(eq(memberships.principalId, groupId), gte(memberships.standing, 'manager'), inForceAt(now)))
    .orderBy(asc(memberships.userId))
    .limit(DECIDERS);
  return places.map(({ id }) => id);
}
