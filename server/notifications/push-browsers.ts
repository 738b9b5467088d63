import { eq, inArray } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { pushSubscriptions } from '@/db/schema/notifications';
import type { JobTry } from '@/server/jobs/catalog';
import { JobFailure } from '@/server/jobs/job-failure';
import { listUnreached } from './push-rows';
import { type PushContent, sendPush } from './push-sending';
import type { PushSettings } from './push-settings';

/** After so many tries what did not get through is given up: a push that comes a day late helps nobody. */
const TRIES = 8;

/**
 * Pushes to the browsers of a person, all at once. Who has unsubscribed is forgotten. A browser that got it at an earlier try of
 * the job does not get it again.
 * @returns `reached`: one at least has it
 * @throws JobFailure when some could not be reached, and it makes sense to try again
 */
export async function pushToBrowsers(
  { db, push }: { db: Database; push?: PushSettings | undefined },
  of: { userId: string; content: PushContent; attempt: JobTry; now: Date },
): Promise<'reached' | 'noBrowser' | 'refused'> {
  if (!push) return 'noBrowser';
  const { userId, content, attempt, now } = of;
  const since = attempt.attempt > 1 ? attempt.queuedAt : now;
  const browsers = await listUnreached(db, { userId, since });
  const results = await Promise.all(
    browsers.map(async ({ id, ...browser }) => ({ id, result: await sendPush(push, browser, content) })),
  );
  const those = (outcome: string) =>
    results.filter(({ result }) => result.outcome === outcome).map(({ id }) => id);
  const [sent, gone, refused] = [those('sent'), those('gone'), those('refused')];
  const late = results.flatMap(({ result }) => (result.outcome === 'later' ? [result.after] : []));
  if (gone.length > 0) await db.delete(pushSubscriptions).where(inArray(pushSubscriptions.id, gone));
  if (sent.length > 0)
    await db
      .update(pushSubscriptions)
      .set({ lastUsedAt: now, failedAt: null })
      .where(inArray(pushSubscriptions.id, sent));
  const failed = [...refused, ...those('later')];
  if (failed.length > 0)
    await db.update(pushSubscriptions).set({ failedAt: now }).where(inArray(pushSubscriptions.id, failed));
  if (late.length > 0 && attempt.attempt < TRIES)
    throw new JobFailure('A push service could not be reached', { retry: { after: Math.max(...late) } });
  // At an earlier try some of them had it.
  if (sent.length > 0 || (await isReachedSince(db, { userId, since: attempt }))) return 'reached';
  return failed.length > 0 ? 'refused' : 'noBrowser';
}

async function isReachedSince(db: Database, { userId, since }: { userId: string; since: JobTry }) {
  if (since.attempt === 1) return false;
  const rows = await db
    .select({ lastUsedAt: pushSubscriptions.lastUsedAt })
    .from(pushSubscriptions)
    .where(eq(pushSubscriptions.userId, userId));
  return rows.some(({ lastUsedAt }) => lastUsedAt !== null && lastUsedAt > since.queuedAt);
}
