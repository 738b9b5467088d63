import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { announcements, notificationEvents } from '@/db/schema/notifications';

/** Makes what staff tell many people; nobody is told of it by itself. */
export function announcementFactories(db: Database) {
  return {
    /** One that is told, or will be, by its id. */
    async announcement(
      wish: { by?: { id: string } } & Partial<typeof announcements.$inferInsert> &
        Partial<
          Pick<typeof notificationEvents.$inferInsert, 'audience' | 'dueAt' | 'finishedAt' | 'laidOut'>
        > = {},
    ): Promise<string> {
      const { by, audience = { kind: 'everyone' }, dueAt, finishedAt, laidOut, ...words } = wish;
      const [id, eventId] = [words.id ?? uuid(), uuid()];
      const now = new Date();
      await db.insert(announcements).values({
        ...{ createdBy: by?.id ?? null, createdAt: now },
        ...{ title: { en: 'We move on Sunday' }, body: { en: 'Nothing will be there for an hour.' } },
        ...words,
        ...{ id, eventId },
      });
      await db.insert(notificationEvents).values({
        ...{ id: eventId, type: 'product.announcement', at: now, data: { announcementId: id }, audience },
        ...{ dueAt: dueAt ?? null, finishedAt: finishedAt ?? null, laidOut: laidOut ?? 0 },
      });
      return id;
    },
  };
}
