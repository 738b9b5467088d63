import { inArray } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { pushSubscriptions } from '@/db/schema/notifications';
import type { JobTry } from '@/server/jobs/catalog';
import { JobFailure } from '@/server/jobs/job-failure';
import type { Metrics } from '@/server/metrics/metrics';
import { type Tracing, traced } from '@/server/tracing/tracing';
import { listEndpoints } from './push-rows';
import { type PushContent, sendPush } from './push-sending';
import type { PushSettings } from './push-settings';

/** After so many tries what did not get through is given up: a push that comes a day late helps nobody. */
const TRIES = 8;

/**
 * Pushes to the browsers of a person, all at once. Who has unsubscribed is forgotten. Where one could not be reached, all get it
 * again at the next try: with the same tag it takes the place of what they show, without a sound.
 * @returns `reached`: one at least has it
 * @throws JobFailure when some could not be reached, and it makes sense to try again
 */
export async function pushToBrowsers(
  {
    db,
    push,
    metrics,
    tracing,
  }: {
    db: Database;
    push?: PushSettings | undefined;
    metrics?: Metrics | undefined;
    tracing?: Tracing | undefined;
  },
  of: { userId: string; content: PushContent; attempt: JobTry; now: Date },
): Promise<'reached' | 'noBrowser' | 'refused'> {
  if (!push) return 'noBrowser';
  const { userId, content, attempt, now } = of;
  const browsers = await listEndpoints(db, { userId, now });
  const results = await Promise.all(
    browsers.map(async ({ id, ...browser }) => {
      const result = await traced(tracing, { name: 'send push', kind: 'client' }, async (tell) => {
        const sent = await sendPush(push, browser, content);
        tell({ 'foyer.push.outcome': sent.outcome });
        return sent;
      });
      return { id, result };
    }),
  );
  for (const { result } of results) metrics?.push(result.outcome);
  const those = (...outcomes: string[]) =>
    results.filter(({ result }) => outcomes.includes(result.outcome)).map(({ id }) => id);
  const [sent, gone, failed] = [those('sent'), those('gone'), those('refused', 'later')];
  if (gone.length > 0) await db.delete(pushSubscriptions).where(inArray(pushSubscriptions.id, gone));
  await note(db, sent, { lastUsedAt: now, failedAt: null });
  await note(db, failed, { failedAt: now });
  const waits = results.flatMap(({ result }) => (result.outcome === 'later' ? [result.after] : []));
  if (waits.length > 0 && attempt.attempt < TRIES)
    throw new JobFailure('A push service could not be reached', { retry: { after: Math.max(...waits) } });
  if (sent.length > 0) return 'reached';
  return failed.length > 0 ? 'refused' : 'noBrowser';
}

async function note(
  db: Database,
  ids: string[],
  what: { lastUsedAt?: Date; failedAt: Date | null },
): Promise<void> {
  if (ids.length > 0) await db.update(pushSubscriptions).set(what).where(inArray(pushSubscriptions.id, ids));
}
