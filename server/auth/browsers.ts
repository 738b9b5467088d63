import { and, eq, like, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { knownBrowsers, securityEvents } from '@/db/schema/security';
import { hashToken, isToken, randomToken } from './tokens';

/** Seconds that a browser is recognised for after its last sign-in: a year. */
export const BROWSER_SECONDS = 31_536_000;

/**
 * Notes in which browser a person signs in, before the sign-in itself is in their log. `isNew`: never in this one
 * before, though there was a sign-in; the first browser of an account is no news to its owner.
 * @param visit.cookie what the browser brought; one that is not of ours is replaced
 * @returns the cookie by which it is known the next time
 */
export async function recogniseBrowser(
  db: Database,
  visit: { userId: string; cookie?: string | undefined; now: Date },
) {
  const { userId, now } = visit;
  // A short one could be had by others too, and stand for this person's browser there.
  const cookie = isToken(visit.cookie) ? visit.cookie : randomToken();
  const signedIn = db
    .select({ id: securityEvents.id })
    .from(securityEvents)
    .where(and(eq(securityEvents.userId, userId), like(securityEvents.kind, 'session.started%')));
  const [seen] = await db
    .insert(knownBrowsers)
    .values({ userId, browserHash: hashToken(cookie), firstSeenAt: now, lastSeenAt: now })
    .onConflictDoUpdate({
      target: [knownBrowsers.userId, knownBrowsers.browserHash],
      set: { lastSeenAt: now },
    })
    .returning({
      isNew: sql<boolean>`(xmax = 0 and (
        exists (select from ${knownBrowsers} as other where other.user_id = ${userId}::uuid) or exists ${signedIn}))`,
    });
  return { cookie, isNew: seen?.isNew ?? false };
}

/**
 * Recognises none of a person's browsers any more. The rows stay, under names that no cookie has: with none at all, and
 * no sign-in in the log, the next browser would be the first of the account, and no news.
 */
export async function forgetBrowsers(db: Database, { userId }: { userId: string }) {
  await db
    .update(knownBrowsers)
    .set({ browserHash: sql`gen_random_uuid()::text` })
    .where(eq(knownBrowsers.userId, userId));
}
