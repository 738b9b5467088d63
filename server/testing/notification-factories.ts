import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { notificationPreferences, notificationSchedules, pushSubscriptions } from '@/db/schema/notifications';

type Somebody = { id: string };

/** What tests of notifications start from, beside what somebody was told already (inbox-factories.ts). */
export function notificationFactories(db: Database) {
  const given = {
    /** What somebody wants otherwise than it is by default: no mail at all unless told. */
    async notificationWish(of: Somebody, wish: Partial<typeof notificationPreferences.$inferInsert> = {}) {
      const row = { scope: 'global', key: '', channel: 'email', mode: 'off', means: 'settings' } as const;
      await db
        .insert(notificationPreferences)
        .values({ ...row, userId: of.id, changedAt: new Date(), ...wish });
    },

    /** When somebody wants to be left in peace, and when digests come. */
    async notificationSchedule(of: Somebody, wish: Partial<typeof notificationSchedules.$inferInsert> = {}) {
      const row = { ...wish, userId: of.id, updatedAt: new Date() };
      await db
        .insert(notificationSchedules)
        .values(row)
        .onConflictDoUpdate({ target: notificationSchedules.userId, set: row });
    },

    /** Somebody who wants mail also while they are here, as whoever does something in a test is. */
    async mailedWhileOnline<P extends Somebody>(person: P): Promise<P> {
      await given.notificationSchedule(person, { mailWhileOnline: true });
      return person;
    },
  };
  return given;
}

/** `size` browsers of a person that take pushes; what they want of notifications is made by preference-factories.ts. */
export async function notificationsAround(db: Database, { id: userId }: Somebody, size: number) {
  const browser = { userId, name: 'Firefox', p256dh: 'key', auth: 'secret', createdAt: new Date() };
  const ids = Array.from({ length: size }, () => uuid());
  await db
    .insert(pushSubscriptions)
    // One fewer than a person may have, so that another can be added.
    .values(ids.slice(0, 19).map((id) => ({ ...browser, id, endpoint: `https://push.example.test/${id}` })));
}
