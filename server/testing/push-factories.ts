import { createECDH, randomBytes } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { pushSubscriptions } from '@/db/schema/notifications';
import { makeVapidKeys, type PushSettings } from '@/server/notifications/push-settings';

/** Makes browsers that take pushes. */
export function pushFactories(db: Database) {
  return {
    /** Nothing listens for it unless an endpoint is given. */
    async pushBrowser(
      person: { id: string },
      wish: {
        subscription?: { endpoint: string; keys: { p256dh: string; auth: string } };
        name?: string;
      } = {},
    ) {
      const id = uuid();
      const browser = createECDH('prime256v1');
      const { endpoint, keys } = wish.subscription ?? {
        endpoint: `http://127.0.0.1:9/push/${id}`,
        keys: { p256dh: browser.generateKeys('base64url'), auth: randomBytes(16).toString('base64url') },
      };
      const name = wish.name ?? 'Chrome, Linux';
      await db
        .insert(pushSubscriptions)
        .values({ id, userId: person.id, name, endpoint, ...keys, createdAt: new Date() });
      return { id };
    },
  };
}

/** Keys as a demo has them: this machine may be pushed to. */
export function demoPushSettings(): PushSettings {
  return { ...makeVapidKeys(), subject: 'mailto:foyer@example.test', services: [], demo: true };
}
