import { and, eq } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { pushSubscriptions } from '@/db/schema/notifications';
import { countUse } from '@/server/auth/throttle';
import { DomainError } from '@/server/errors';
import type { Locale } from '@/server/http/locale';
import { sendPush } from './push-sending';
import type { PushSettings } from './push-settings';
import { PUSH_TEXTS } from './push-texts';

interface Testing {
  id: string;
  userId: string;
  settings: PushSettings | undefined;
  locale: Locale;
  now: Date;
}

/**
 * Pushes something to one browser at once, to see whether it gets there. One that takes none any more is forgotten.
 * @throws PUSH_UNAVAILABLE NOT_FOUND RATE_LIMITED
 */
export async function testPush(
  db: Database,
  { id, userId, settings, locale, now }: Testing,
): Promise<{ outcome: 'sent' | 'gone' | 'later' | 'refused' }> {
  if (!settings) throw new DomainError('PUSH_UNAVAILABLE');
  await countUse(db, { limit: 'pushTest.person', key: userId });
  const mine = and(eq(pushSubscriptions.id, id), eq(pushSubscriptions.userId, userId));
  const [browser] = await db.select().from(pushSubscriptions).where(mine);
  if (!browser) throw new DomainError('NOT_FOUND');
  const path = '/settings/notifications';
  const content = {
    title: PUSH_TEXTS[locale].from,
    body: PUSH_TEXTS[locale].test,
    path,
    tag: 'test',
    locale,
  };
  const { outcome } = await sendPush(settings, browser, content);
  if (outcome === 'gone') await db.delete(pushSubscriptions).where(mine);
  else
    await db
      .update(pushSubscriptions)
      .set(outcome === 'sent' ? { lastUsedAt: now, failedAt: null } : { failedAt: now })
      .where(mine);
  return { outcome };
}
