import { and, desc, eq, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { parameter, prepared } from '@/db/prepared';
import { notificationPreferences } from '@/db/schema/notifications';
import { profiles, users } from '@/db/schema/users';
import { lockPerson } from '@/server/auth/factors';
import { DomainError } from '@/server/errors';
import { findRights } from '@/server/groups/rights';
import { findClient } from '@/server/oauth/queries';
import { isSeen, LOOK, placeholdersOf } from '@/server/privacy/policy';
import { CHANNELS } from './catalog';
import type { MuteCursor } from './inputs';
import { objectName } from './object-names';
import { kindOf, type MutableKind } from './rules';
import type { Mute } from './types';
import { askedFor, type Changing, writeWishes } from './write-wishes';

const DAY = 86_400_000;
const PAGE = 50;
const MAX_MUTES = 1000;
const LONGEST_DAYS = 366;

interface Muted {
  kind: MutableKind;
  id: string;
}

/**
 * Nothing of somebody, of some group or of what some app sends any more, on any channel, for good or until then; locked channels
 * excepted.
 * @throws NOT_FOUND for whom they neither see nor were written to by, for a group that does not exist for them, and for what is no
 *   app; INPUT_INVALID, TOO_MANY_MUTES, RATE_LIMITED
 */
export async function mute(
  db: Database,
  { kind, id, until, ...changing }: Changing & Muted & { until?: string | undefined },
): Promise<void> {
  const { userId, now } = changing;
  if (until !== undefined) {
    const ahead = new Date(until).getTime() - now.getTime();
    if (ahead <= 0 || ahead > LONGEST_DAYS * DAY) throw new DomainError('INPUT_INVALID');
  }
  await db.transaction(async (tx) => {
    await lockPerson(tx, { userId });
    const others = await countOthers(tx, { userId, key: `${kind}:${id}`, now });
    if (others >= MAX_MUTES) throw new DomainError('TOO_MANY_MUTES');
    if (!(await knows(tx, { userId, kind, id, now }))) throw new DomainError('NOT_FOUND');
    const wanted = CHANNELS.map((channel) => ({
      ...({ scope: 'object', key: `${kind}:${id}`, channel, mode: 'off' } as const),
      until: until ?? null,
    }));
    await writeWishes(tx, { ...changing, asked: askedFor(wanted) });
  });
}

/**
 * Hears of them again, whoever they are and whether or not they are seen; what waited until the mute and would not have gone yet
 * waits again (`decideAnew`). @throws RATE_LIMITED
 */
export async function unmute(db: Database, { kind, id, ...changing }: Changing & Muted): Promise<void> {
  await db.transaction(async (tx) => {
    await lockPerson(tx, { userId: changing.userId });
    const wanted = CHANNELS.map((channel) => ({
      ...({ scope: 'object', key: `${kind}:${id}`, channel, mode: null } as const),
      until: null,
    }));
    await writeWishes(tx, { ...changing, asked: askedFor(wanted) });
  });
}

/** How many others are muted; those whose time is over are removed, so that they do not count for ever. */
async function countOthers(tx: Database, { userId, key, now }: { userId: string; key: string; now: Date }) {
  const at = sql`${now.toISOString()}::timestamptz`;
  const [counted] = await tx.execute<{ number: number }>(sql`
    with over as (
      delete from notification_preferences as wish
      where wish.user_id = ${userId}::uuid and wish.scope = 'object' and wish.muted_until <= ${at}
    )
    select count(distinct wish.key)::int as number from notification_preferences as wish
    where wish.user_id = ${userId}::uuid and wish.scope = 'object' and wish.key <> ${key}
      and (wish.muted_until is null or wish.muted_until > ${at})`);
  return counted?.number ?? 0;
}

async function knows(tx: Database, { kind, id, ...who }: Muted & { userId: string; now: Date }) {
  switch (kind) {
    case 'person':
      return knowsPerson(tx, { id, ...who });
    case 'group':
      return (await findRights(tx, { groupId: id, ...who })) !== undefined;
    case 'app':
      // Which there are is no secret: each shows its id to whomever it asks.
      return (await findClient(tx, { clientId: id })) !== undefined;
  }
}

/** Whether somebody is shown to them, or has written to them. */
async function knowsPerson(tx: Database, { userId, id, now }: { userId: string; id: string; now: Date }) {
  if (userId === id) return false;
  const look = {
    viewerId: sql`${userId}::uuid`,
    asStaff: sql`false`,
    now: sql`${now.toISOString()}::timestamptz`,
  };
  const [found] = await tx
    .select({
      knows: sql<boolean>`(${isSeen(users.id, look)} or exists (
        select from messages where messages.recipient_id = ${look.viewerId} and messages.sender_id = ${sql`${users.id}`}))`,
    })
    .from(users)
    .where(eq(users.id, id));
  return found?.knows ?? false;
}

const muteList = prepared((db) => {
  const { userId, scope, key, channel, mutedUntil, changedAt } = notificationPreferences;
  const [kind, id] = [sql`split_part(${key}, ':', 1)`, sql`split_part(${key}, ':', 2)`];
  const [afterAt, afterKey] = [parameter('afterAt', 'timestamptz'), parameter('afterKey', 'text')];
  const person = sql`(case ${kind} when 'person' then ${id} end)::uuid`;
  return db
    .select({
      key,
      until: mutedUntil,
      changedAt,
      name: sql<string | null>`${objectName({ kind, id })}`,
      handle: sql<string | null>`(select ${profiles.handle} from ${profiles}
        where ${profiles.userId} = ${person} and ${isSeen(person, LOOK)})`,
    })
    .from(notificationPreferences)
    .where(
      and(
        eq(userId, LOOK.viewerId),
        eq(scope, 'object'),
        // One of the three that a mute is.
        eq(channel, 'inApp'),
        sql`(${mutedUntil} is null or ${mutedUntil} > ${LOOK.now})`,
        sql`(${afterAt} is null or (${changedAt}, ${key}) < (${afterAt}, ${afterKey}))`,
      ),
    )
    .orderBy(desc(changedAt), desc(key))
    .limit(PAGE + 1)
    .prepare('notification_mutes');
});

/** Whom and which groups somebody has muted, the latest first, 50 a page, named as far as they are seen; one statement. */
export async function listMutes(
  db: Database,
  { userId, after, now }: { userId: string; after?: MuteCursor | undefined; now: Date },
): Promise<{ mutes: Mute[]; next: MuteCursor | null }> {
  const rows = await muteList(db).execute({
    ...placeholdersOf({ viewer: { userId, asStaff: false }, now }),
    afterAt: after?.at ?? null,
    afterKey: after?.key ?? null,
  });
  const shown = rows.slice(0, PAGE);
  const last = rows.length > PAGE ? shown.at(-1) : undefined;
  const mutes = shown.map(({ key, until, name, handle }): Mute => {
    const [, id = ''] = key.split(':');
    return { kind: kindOf(key), id, name, handle, until: until?.toISOString() ?? null };
  });
  return { mutes, next: last ? { at: last.changedAt.toISOString(), key: last.key } : null };
}
