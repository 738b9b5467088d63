import { eq, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { departures } from '@/db/schema/leaving';
import { messages } from '@/db/schema/messages';
import { sanctions } from '@/db/schema/moderation';
import { profiles, users } from '@/db/schema/users';
import { statusOf } from '@/server/leaving/rules';
import { hiddenMessages } from './sanction-rules';

/**
 * Makes an account what it is by the sanctions in force at `now` and the departure of its person: its status, until when it is
 * limited, what is hidden of it. Whatever imposes or ends a sanction calls it, under `lockPerson`, and nothing else writes the
 * three. Who is being erased stays so.
 */
export async function applyStanding(
  tx: Database,
  { userId, now }: { userId: string; now: Date },
): Promise<void> {
  const is = await findStanding(tx, { userId, now });
  if (!is) return;
  const departure = is.departure === null ? undefined : { kind: is.departure };
  const status = is.status === 'erasing' ? is.status : statusOf({ suspended: is.suspended, departure });
  await tx.update(users).set({ status, limitedUntil: is.limitedUntil }).where(eq(users.id, userId));
  const hiddenParts = is.hides.filter((part) => !part.includes(':'));
  await tx.update(profiles).set({ hiddenParts }).where(eq(profiles.userId, userId));
  const everHidden = hiddenMessages(is.everHidden);
  if (everHidden.length === 0) return;
  const hiddenNow = sql`${messages.id} = any(${sql.param(hiddenMessages(is.hides))}::uuid[])`;
  await tx
    .update(messages)
    .set({
      hiddenAt: sql`case when ${hiddenNow} then coalesce(${messages.hiddenAt}, ${now.toISOString()}) end`,
    })
    .where(sql`${messages.id} = any(${sql.param(everHidden)}::uuid[]) and ${messages.senderId} = ${userId}`);
}

/** One statement, after the lock: what waited for it sees what was written meanwhile. */
async function findStanding(tx: Database, { userId, now }: { userId: string; now: Date }) {
  const at = sql`${now.toISOString()}::timestamptz`;
  const theirs = (kind: typeof sanctions.$inferSelect.kind) =>
    sql`${sanctions.personId} = ${users.id} and ${sanctions.kind} = ${kind}`;
  const inForce = sql`${sanctions.endedAt} is null and (${sanctions.endsAt} is null or ${sanctions.endsAt} > ${at})`;
  const hidden = (which: ReturnType<typeof sql>) => sql<string[]>`(
    select coalesce(json_agg(distinct part.name), '[]'::json) from ${sanctions}
    cross join jsonb_array_elements_text(${sanctions.hides}) as part(name) where ${theirs('hiding')} and ${which})`;
  const [found] = await tx
    .select({
      status: users.status,
      departure: departures.kind,
      suspended: sql<boolean>`exists (select from ${sanctions} where ${theirs('suspension')} and ${inForce})`,
      limitedUntil: sql<string | null>`(
        select max(coalesce(${sanctions.endsAt}, 'infinity'))::text from ${sanctions} where ${theirs('limit')} and ${inForce})`,
      hides: hidden(inForce),
      everHidden: hidden(sql`true`),
    })
    .from(users)
    .leftJoin(departures, eq(departures.userId, users.id))
    .where(eq(users.id, userId));
  return found;
}
