import { and, eq, like, type SQL, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { passkeys } from '@/db/schema/factors';
import { knownBrowsers, securityEvents } from '@/db/schema/security';
import { type SessionMark, sessions } from '@/db/schema/sign-in';
import { loggableAddress } from '@/server/http/client-address';

/**
 * Why a session that begins at this moment stands out, as part of the statement that begins it and before that is in the
 * log: its network (IPv4 /24, IPv6 /48) has begun none of its person's within a year, or its passkey none at all. Nothing does
 * at the first sign-in of an account. Whether the browser is new is known a moment later: `markNewBrowser`.
 */
export function marksAtStart(start: {
  userId: string;
  ip: string;
  passkeyId: string | null;
}): SQL<SessionMark[]> {
  const { userId, ip, passkeyId } = start;
  const network = loggableAddress(ip);
  const before = (how?: SQL) => {
    const ofPerson = and(eq(securityEvents.userId, userId), like(securityEvents.kind, 'session.started%'));
    return sql`exists (select from ${securityEvents} where ${and(ofPerson, how)})`;
  };
  // The cast fails for what is no address, and the order within an `and` is PostgreSQL's to choose.
  const fromNetwork = sql`(case when ${securityEvents.ip} ~ '^[0-9a-f.:]+$' then ${securityEvents.ip}::inet <<= ${network}::cidr else false end)`;
  const isNewNetwork = network === 'unknown' ? sql`false` : sql`not ${before(fromNetwork)}`;
  // By the log as well as the rows, since those of sessions that are over go; and what the log had told goes after a year.
  const isNewPasskey =
    passkeyId === null
      ? sql`false`
      : sql`not ${before(sql`${securityEvents.details}->>'passkeyId' = ${passkeyId}`)}
        and not exists (select from ${sessions} where ${eq(sessions.passkeyId, passkeyId)})
        and not exists (select from ${passkeys} where ${and(eq(passkeys.id, passkeyId), passkeys.hasBegunSession)})`;
  // Of whoever has signed in a browser stays known.
  const isFirst = sql`not ${before()} and not exists (select from ${knownBrowsers} where ${eq(knownBrowsers.userId, userId)})`;
  return sql<SessionMark[]>`(case when ${isFirst} then '[]' else to_jsonb(array_remove(array[
    case when ${isNewNetwork} then 'newNetwork' end,
    case when ${isNewPasskey} then 'newPasskey' end
  ]::text[], null)) end)`;
}

/** Notes of a session that its person had never signed in in this browser before, as the first of its marks. */
export async function markNewBrowser(db: Database, { sessionId }: { sessionId: string }) {
  const mark: SessionMark[] = ['newBrowser'];
  await db
    .update(sessions)
    .set({ marks: sql`${JSON.stringify(mark)}::jsonb || ${sessions.marks}` })
    .where(eq(sessions.id, sessionId));
}
