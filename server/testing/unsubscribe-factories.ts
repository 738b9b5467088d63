import type { Database } from '@/db/client';
import type { PreferenceScope } from '@/db/schema/notifications';
import { waysOf } from '@/server/notifications/unsubscribe-links';
import { callerFor, SECRET } from './callers';

/** What tests of the links in mails start from. */
export function unsubscribeFactories(db: Database) {
  const given = {
    /** The secret of the link by which somebody switches mails off. */
    async unsubscribeLink(
      of: { id: string },
      { scope = 'type', key = 'messages.received' }: { scope?: PreferenceScope; key?: string } = {},
    ): Promise<string> {
      const ways = await waysOf(
        { db, appUrl: 'http://localhost', secret: SECRET },
        { userId: of.id, scope, key, now: new Date() },
      );
      return new URL(ways.oneClick).searchParams.get('token') ?? '';
    },

    /** The same of somebody who has used it. */
    async unsubscribed(of: { id: string }): Promise<string> {
      const token = await given.unsubscribeLink(of);
      await callerFor(db, null).notifications.unsubscribe.confirm({ token });
      return token;
    },
  };
  return given;
}
