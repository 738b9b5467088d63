import { eq, inArray } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { messages } from '@/db/schema/messages';
import type { Caller } from '@/server/router';
import { callerFor } from '@/server/testing/callers';
import type { Given } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { untilWaiting } from '@/server/testing/waiting';

type Row = typeof messages.$inferInsert;
type Act = (api: Caller['messages'], ids: string[]) => Promise<void>;

const ACTS: [string, Partial<Row>, Act][] = [
  ['marked as read', {}, (api, ids) => api.markRead({ ids })],
  ['marked as unread', { readAt: new Date() }, (api, ids) => api.markUnread({ ids })],
  ['removed', {}, (api, ids) => api.remove({ ids })],
  ['restored', { removedAt: new Date() }, (api, ids) => api.restore({ ids })],
  ['let in', { isRequest: true }, (api, ids) => api.letIn({ ids })],
  ['let in with all of one sender', { isRequest: true }, (api, ids) => api.letIn({ ids: ids.slice(-1) })],
];

/** Messages that lie in the table the other way round than by their ids; the ids in their order. */
async function inbox(db: Database, given: Given, wish: Partial<Row>, size: number) {
  const [mia, noah] = [await given.user(), await given.user()];
  const ids = Array.from({ length: size }, () => uuid());
  const row = { senderId: mia.id, recipientId: noah.id, body: 'Good morning', at: new Date(), ...wish };
  await db.insert(messages).values(ids.toReversed().map((id) => ({ id, ...row })));
  return { noah, ids };
}

test.for(ACTS)(
  'messages are locked in the order of their ids when %s',
  async ([, wish, act], { db, given }) => {
    const { noah, ids } = await inbox(db, given, wish, 20);
    const [first, ...others] = ids;
    if (!first) throw new Error('there are messages');
    let acting: Promise<void> | undefined;
    await db.transaction(async (tx) => {
      await tx.select({ id: messages.id }).from(messages).where(eq(messages.id, first)).for('update');
      acting = act(callerFor(db, noah).messages, ids.toReversed());
      await untilWaiting(db, 1);
      const free = await db
        .select({ id: messages.id })
        .from(messages)
        .where(inArray(messages.id, ids))
        .for('update', { skipLocked: true });
      expect(free.map(({ id }) => id).sort()).toEqual(others);
    });
    await acting;
  },
);

test('the same ones are changed at the same moment in opposite orders, and nobody waits for anybody', async ({
  db,
  given,
}) => {
  for (let n = 0; n < 12; n++) {
    const { noah, ids } = await inbox(db, given, { isRequest: true }, 100);
    const api = callerFor(db, noah).messages;
    await Promise.all(
      [ids, ids.toReversed()].flatMap((these) => [
        api.markRead({ ids: these }),
        api.remove({ ids: these }),
        api.letIn({ ids: these }),
      ]),
    );
    const rows = await db.select().from(messages).where(eq(messages.recipientId, noah.id));
    expect(rows).toHaveLength(100);
    for (const row of rows) {
      expect(row).toMatchObject({ isRequest: false, readAt: expect.any(Date), removedAt: expect.any(Date) });
    }
  }
});
