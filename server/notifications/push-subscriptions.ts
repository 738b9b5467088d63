import { ECDH } from 'node:crypto';
import { and, asc, eq, ne, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { pushSubscriptions } from '@/db/schema/notifications';
import { sessions } from '@/db/schema/sign-in';
import { type Cause, recordAudit } from '@/server/audit/commands';
import { lockPerson } from '@/server/auth/factors';
import { countUse } from '@/server/auth/throttle';
import { DomainError } from '@/server/errors';
import { readUserAgent } from '@/server/security/user-agent';
import { isPushService } from './push-services';
import type { PushSettings } from './push-settings';

/** Browsers of one person that take pushes. */
export const MOST_BROWSERS = 20;

/** A browser that takes pushes, as its person sees it. */
export interface PushBrowser {
  id: string;
  name: string;
  /** ISO 8601 */
  since: string;
  lastUsedAt: string | null;
  /** The last push did not get through. */
  failedAt: string | null;
}

interface Subscribing {
  userId: string;
  /** With it the browser takes no more. */
  sessionId: string;
  endpoint: string;
  keys: { p256dh: string; auth: string };
  userAgent: string | undefined;
  settings: PushSettings | undefined;
  cause: Cause;
  now: Date;
}

/**
 * Has a browser take pushes, until the session ends in which it is asked: nobody reads on a screen that they have left, or from
 * which they were signed out elsewhere. A browser is one person's at a time: whoever asks last has it. Asked again it stays the
 * same, with the keys that it has by now.
 * @throws PUSH_UNAVAILABLE where none can be sent at all; PUSH_SERVICE_UNKNOWN; INPUT_INVALID for a key that is none; TOO_MANY_BROWSERS; RATE_LIMITED;
 *   SESSION_ENDED
 */
export async function subscribe(db: Database, wish: Subscribing): Promise<{ id: string }> {
  const { userId, sessionId, endpoint, keys, userAgent, settings, cause, now } = wish;
  if (!settings) throw new DomainError('PUSH_UNAVAILABLE');
  if (!isPushService(endpoint, settings)) throw new DomainError('PUSH_SERVICE_UNKNOWN');
  if (!isPoint(keys.p256dh)) throw new DomainError('INPUT_INVALID');
  await countUse(db, { limit: 'push.person', key: userId });
  const { browser, system } = readUserAgent(userAgent);
  const name = [browser, system].filter(Boolean).join(', ');
  return db.transaction(async (tx) => {
    await lockPerson(tx, { userId });
    const standing = await findStanding(tx, { userId, sessionId, endpoint });
    if (!standing?.isSignedIn) throw new DomainError('SESSION_ENDED');
    if (standing.others >= MOST_BROWSERS) throw new DomainError('TOO_MANY_BROWSERS');
    const [row] = await tx
      .insert(pushSubscriptions)
      .values({ id: uuid(), userId, sessionId, name, endpoint, ...keys, createdAt: now })
      .onConflictDoUpdate({
        target: pushSubscriptions.endpoint,
        set: {
          ...keys,
          sessionId,
          failedAt: null,
          // Of somebody else it begins anew, and neither is told of the other.
          userId,
          name: sql`case when ${pushSubscriptions.userId} = ${userId}::uuid then ${pushSubscriptions.name} else excluded.name end`,
          createdAt: sql`case when ${pushSubscriptions.userId} = ${userId}::uuid then ${pushSubscriptions.createdAt} else excluded.created_at end`,
          lastUsedAt: sql`case when ${pushSubscriptions.userId} = ${userId}::uuid then ${pushSubscriptions.lastUsedAt} end`,
        },
      })
      .returning({ id: pushSubscriptions.id });
    if (!row) throw new Error('the subscription was not written');
    await recordAudit(tx, { kind: 'push.subscribed', cause, subjectId: userId, now });
    return row;
  });
}

/** How many other browsers there are, and whether the session lives still. */
async function findStanding(
  tx: Database,
  { userId, sessionId, endpoint }: { userId: string; sessionId: string; endpoint: string },
) {
  const [standing] = await tx
    .select({
      others: sql<number>`count(*)::int`,
      isSignedIn: sql<boolean>`exists (select from ${sessions} as own where own.id = ${sessionId}::uuid)`,
    })
    .from(pushSubscriptions)
    .where(and(eq(pushSubscriptions.userId, userId), ne(pushSubscriptions.endpoint, endpoint)));
  return standing;
}

/** On P-256, uncompressed: nothing can be encrypted for any other key. */
function isPoint(key: string): boolean {
  try {
    ECDH.convertKey(key, 'prime256v1', 'base64url');
    return true;
  } catch {
    return false;
  }
}

interface One {
  id: string;
  userId: string;
  cause: Cause;
  now: Date;
}

/** Has a browser take no more pushes. Once more it does nothing. */
export async function unsubscribe(db: Database, { id, userId, cause, now }: One): Promise<void> {
  await db.transaction(async (tx) => {
    const gone = await tx
      .delete(pushSubscriptions)
      .where(mine({ id, userId }))
      .returning({ id: pushSubscriptions.id });
    if (gone.length > 0) await recordAudit(tx, { kind: 'push.unsubscribed', cause, subjectId: userId, now });
  });
}

/** @throws NOT_FOUND */
export async function renameBrowser(
  db: Database,
  { id, userId, name }: { id: string; userId: string; name: string },
): Promise<void> {
  const renamed = await db
    .update(pushSubscriptions)
    .set({ name })
    .where(mine({ id, userId }))
    .returning({ id: pushSubscriptions.id });
  if (renamed.length === 0) throw new DomainError('NOT_FOUND');
}

/** The browsers of a person, in the order in which they came; one statement. */
export async function listBrowsers(db: Database, userId: string): Promise<PushBrowser[]> {
  const rows = await db
    .select({
      id: pushSubscriptions.id,
      name: pushSubscriptions.name,
      since: pushSubscriptions.createdAt,
      lastUsedAt: pushSubscriptions.lastUsedAt,
      failedAt: pushSubscriptions.failedAt,
    })
    .from(pushSubscriptions)
    .where(eq(pushSubscriptions.userId, userId))
    .orderBy(asc(pushSubscriptions.id))
    .limit(MOST_BROWSERS);
  return rows.map(({ since, lastUsedAt, failedAt, ...row }) => ({
    ...row,
    since: since.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    failedAt: failedAt?.toISOString() ?? null,
  }));
}

function mine({ id, userId }: { id: string; userId: string }) {
  return and(eq(pushSubscriptions.id, id), eq(pushSubscriptions.userId, userId));
}
