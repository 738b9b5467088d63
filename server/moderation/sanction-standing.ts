import { eq, inArray, sql } from 'drizzle-orm';
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
  await applyStandings(tx, { userIds: [userId], now });
}

/** The same for many at once, in as many statements as for one. */
export async function applyStandings(
  tx: Database,
  { userIds, now }: { userIds: readonly string[]; now: Date },
): Promise<void> {
  const found = await findStandings(tx, { userIds, now });
  if (found.length === 0) return;
  const accounts = found.map(({ userId: id, limitedUntil, ...is }) => {
    const departure = is.departure === null ? undefined : { kind: is.departure };
    const status = is.status === 'erasing' ? is.status : statusOf({ suspended: is.suspended, departure });
    return { id, status, limitedUntil };
  });
  await tx.execute(sql`
    update ${users} set status = is_now.status::account_status, limited_until = is_now."limitedUntil"::timestamptz
    from ${rowsOf(accounts)} as is_now(id uuid, status text, "limitedUntil" text) where ${users.id} = is_now.id`);
  const shown = found.map(({ userId: id, hides }) => ({
    id,
    parts: hides.filter((part) => !part.includes(':')),
  }));
  await tx.execute(sql`
    update ${profiles} set hidden_parts = is_now.parts
    from ${rowsOf(shown)} as is_now(id uuid, parts text[]) where ${profiles.userId} = is_now.id`);
  const everHidden = found.flatMap(({ userId: sender, hides, everHidden }) => {
    const hidden = new Set(hiddenMessages(hides));
    return hiddenMessages(everHidden).map((id) => ({ id, sender, hidden: hidden.has(id) }));
  });
  if (everHidden.length === 0) return;
  await tx.execute(sql`
    update ${messages}
    set hidden_at = case when is_now.hidden then coalesce(${messages.hiddenAt}, ${now.toISOString()}::timestamptz) end
    from ${rowsOf(everHidden)} as is_now(id uuid, sender uuid, hidden boolean)
    where ${messages.id} = is_now.id and ${messages.senderId} = is_now.sender`);
}

function rowsOf(rows: readonly Record<string, unknown>[]) {
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)`;
}

/** One statement, after the lock: what waited for it sees what was written meanwhile. */
async function findStandings(tx: Database, { userIds, now }: { userIds: readonly string[]; now: Date }) {
  const at = sql`${now.toISOString()}::timestamptz`;
  const theirs = (kind: typeof sanctions.$inferSelect.kind) =>
    sql`${sanctions.personId} = ${users.id} and ${sanctions.kind} = ${kind}`;
  const inForce = sql`${sanctions.endedAt} is null and (${sanctions.endsAt} is null or ${sanctions.endsAt} > ${at})`;
  const hidden = (which: ReturnType<typeof sql>) => sql<string[]>`(
    select coalesce(json_agg(distinct part.name), '[]'::json) from ${sanctions}
    cross join jsonb_array_elements_text(${sanctions.hides}) as part(name) where ${theirs('hiding')} and ${which})`;
  return tx
    .select({
      userId: users.id,
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
    .where(inArray(users.id, [...userIds]));
}
