import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { notificationChanges, notificationPreferences, notifications } from '@/db/schema/notifications';
import { CHANNELS } from '@/server/notifications/catalog';
import type { PreferenceChange } from '@/server/notifications/inputs';

type Somebody = { id: string };

/** What tests of what people set of their notifications start from. */
export function preferenceFactories(db: Database) {
  return {
    /** What somebody wants otherwise, as if set a while ago. */
    async wish(
      person: Somebody,
      wish: Pick<typeof notificationPreferences.$inferInsert, 'scope' | 'key' | 'channel' | 'mode'> &
        Partial<Pick<typeof notificationPreferences.$inferInsert, 'mutedUntil'>>,
    ) {
      const row = { means: 'settings' as const, changedAt: new Date(Date.now() - 60_000) };
      await db.insert(notificationPreferences).values({ userId: person.id, ...row, ...wish });
    },

    /** Somebody or some group is muted: `person:<id>`, `group:<id>`. */
    async muted(person: Somebody, key: string, { until = null }: { until?: Date | null } = {}) {
      for (const channel of CHANNELS)
        await db.insert(notificationPreferences).values({
          ...{ userId: person.id, scope: 'object', key, channel, mode: 'off', mutedUntil: until },
          ...{ means: 'settings', changedAt: new Date(Date.now() - 60_000) },
        });
    },

    /** A wish that was set where there was none, with its place in the history; its id. */
    async changed(
      person: Somebody,
      { scope, key, channel, mode }: PreferenceChange,
      { now = new Date() } = {},
    ) {
      const id = uuid({ msecs: now.getTime() });
      const name = `${scope}:${key}:${channel}`;
      const row = { id, userId: person.id, at: now, means: 'settings' as const };
      const after = { cells: { [name]: { mode, until: null } } };
      await db.insert(notificationChanges).values({ ...row, before: { cells: { [name]: null } }, after });
      const wish = { userId: person.id, scope, key, channel, means: row.means, changedAt: now };
      if (mode) await db.insert(notificationPreferences).values({ ...wish, mode });
      return id;
    },
  };
}

/** `size` mutes, changes and notifications of somebody. */
export async function preferencesAround(db: Database, person: Somebody, size: number) {
  const ids = Array.from({ length: size }, () => uuid());
  const at = new Date(Date.now() - 3_600_000);
  await db.insert(notificationPreferences).values(
    ids.map((id) => ({
      userId: person.id,
      ...({ scope: 'object', key: `person:${id}`, channel: 'inApp', mode: 'off' } as const),
      ...({ means: 'settings', changedAt: at } as const),
    })),
  );
  const cells = { 'type:contacts.accepted:push': { mode: 'off', until: null } };
  await db.insert(notificationChanges).values(
    ids.map(() => ({
      ...{ id: uuid(), userId: person.id, at, means: 'settings' as const },
      ...{ before: { cells: { 'type:contacts.accepted:push': null } }, after: { cells } },
    })),
  );
  await db
    .insert(notifications)
    .values(ids.map((eventId) => ({ userId: person.id, eventId, type: 'groups.joined', isShown: true })));
}
