import { and, asc, eq } from 'drizzle-orm';
import fc from 'fast-check';
import { describe, expect } from 'vitest';
import type { Database } from '@/db/client';
import { type Mode, notificationChanges, notificationPreferences } from '@/db/schema/notifications';
import { callerFor } from '@/server/testing/callers';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';
import { nameOfCell, type Snapshot, type WishValue } from './changes';
import type { PreferenceChange } from './inputs';

const MAIL = { scope: 'type', key: 'contacts.asked', channel: 'email' } as const;
const PUSH = { scope: 'type', key: 'contacts.asked', channel: 'push' } as const;
const NOT_REVERTIBLE = { reason: 'NOT_REVERTIBLE' };

test('a change is put back, which is a change as well and can be put back itself', async ({ db, given }) => {
  const me = await given.user();
  const { setMany, revert, history } = callerFor(db, me).notifications.preferences;
  await given.wish(me, { ...MAIL, mode: 'digest' });
  await setMany({
    changes: [
      { ...MAIL, mode: 'off' },
      { ...PUSH, mode: 'off' },
    ],
  });
  const [change] = (await history({})).entries;
  expect(change).toMatchObject({
    means: 'settings',
    isReverted: false,
    changes: [
      { ...MAIL, was: 'digest', mode: 'off' },
      { ...PUSH, was: null, mode: 'off' },
    ],
  });
  const id = change?.id ?? '';
  const { undo } = await revert({ id });
  expect(await wishes(db, me)).toEqual({ [nameOfCell(MAIL)]: 'digest' });
  expect(undo).toHaveLength(2);
  const entries = (await history({})).entries;
  expect(entries.map(({ means, isReverted }) => ({ means, isReverted }))).toEqual([
    { means: 'revert', isReverted: false },
    { means: 'settings', isReverted: true },
  ]);
  await revert({ id: entries[0]?.id ?? '' });
  expect(await wishes(db, me)).toEqual({ [nameOfCell(MAIL)]: 'off', [nameOfCell(PUSH)]: 'off' });
  expect((await history({})).entries.map(({ isReverted }) => isReverted)).toEqual([false, true, false]);
  // It counts again, so it can be put back again.
  await revert({ id });
  expect(await wishes(db, me)).toEqual({ [nameOfCell(MAIL)]: 'digest' });
});

test('what something newer has changed is not put back, not even in part; what it left alone is', async ({
  db,
  given,
}) => {
  const me = await given.user();
  const { set, setMany, revert, history } = callerFor(db, me).notifications.preferences;
  await setMany({
    changes: [
      { ...MAIL, mode: 'off' },
      { ...PUSH, mode: 'off' },
    ],
  });
  await set({ ...PUSH, mode: 'digest' });
  await set({ ...PUSH, channel: 'inApp', mode: 'off' });
  const [inApp, push, both] = (await history({})).entries.map(({ id }) => ({ id }));
  if (!inApp || !push || !both) throw new Error('a change is missing');
  expect(await refusal(revert(both))).toEqual(NOT_REVERTIBLE);
  expect(Object.values(await wishes(db, me)).sort()).toEqual(['digest', 'off', 'off']);
  await revert(push);
  // What was put back stands in the way of nothing any more.
  await revert(both);
  expect(await wishes(db, me)).toEqual({ [nameOfCell({ ...PUSH, channel: 'inApp' })]: 'off' });
});

test('two reverts at once are one, and of a revert and a newer change one comes first', async ({
  db,
  given,
}) => {
  const me = await given.user();
  const { set, revert, history } = callerFor(db, me).notifications.preferences;
  await set({ ...MAIL, mode: 'off' });
  const id = (await history({})).entries[0]?.id ?? '';
  await Promise.all([revert({ id }), revert({ id }), revert({ id })]);
  expect(await wishes(db, me)).toEqual({});
  expect((await history({})).entries).toHaveLength(2);

  await set({ ...PUSH, mode: 'off' });
  const other = (await history({})).entries[0]?.id ?? '';
  const [reverted] = await Promise.allSettled([revert({ id: other }), set({ ...PUSH, mode: 'digest' })]);
  expect(await wishes(db, me)).toEqual({ [nameOfCell(PUSH)]: 'digest' });
  const entries = (await history({})).entries.filter(({ means }) => means === 'revert');
  expect(entries).toHaveLength(reverted.status === 'fulfilled' ? 2 : 1);
});

test('nobody else’s change is there, nor one of more than thirty days ago', async ({ db, given }) => {
  const [me, other] = [await given.user(), await given.user()];
  const { revert, history } = callerFor(db, me).notifications.preferences;
  const theirs = await given.changed(other, { ...MAIL, mode: 'off' });
  expect(await refusal(revert({ id: theirs }))).toEqual({ reason: 'NOT_FOUND' });
  const old = await given.changed(
    me,
    { ...MAIL, mode: 'off' },
    { now: new Date(Date.now() - 31 * 86_400_000) },
  );
  expect(await refusal(revert({ id: old }))).toEqual({ reason: 'NOT_FOUND' });
  expect(await history({})).toEqual({ entries: [], next: null });
});

test('a change of the schedule, a pause and a mute stand in the history and are put back', async ({
  db,
  given,
}) => {
  const [me, other] = [await given.user(), await given.user({ displayName: 'Wally' })];
  const api = callerFor(db, me).notifications;
  const { revert, history } = api.preferences;
  await api.schedule.set({ digest: 'weekly', digestMinute: 480 });
  await api.schedule.set({ digest: 'four_hours' });
  await api.mutes.add({ kind: 'person', id: other.id });
  const [muted, second, first] = (await history({})).entries;
  expect(muted?.changes).toEqual([{ scope: 'object', kind: 'person', name: 'Wally', muted: true }]);
  expect(first?.changes).toEqual([
    { scope: 'schedule', before: { digest: 'daily' }, after: { digest: 'weekly' } },
  ]);
  expect(await refusal(revert({ id: first?.id ?? '' }))).toEqual(NOT_REVERTIBLE);
  await revert({ id: second?.id ?? '' });
  expect((await api.schedule.get()).digest).toBe('weekly');
  const { view } = await revert({ id: first?.id ?? '' });
  expect(view.schedule.digest).toBe('daily');
  await revert({ id: muted?.id ?? '' });
  expect(await api.mutes.list({})).toEqual({ mutes: [], next: null });
});

test('the history comes page by page, each change once', async ({ db, given }) => {
  const me = await given.user();
  const { history } = callerFor(db, me).notifications.preferences;
  const ids: string[] = [];
  for (let n = 0; n < 65; n++) ids.unshift(await given.changed(me, { ...MAIL, mode: null }));
  const seen: string[] = [];
  let after: string | undefined;
  do {
    const page = await history({ after });
    seen.push(...page.entries.map(({ id }) => id));
    after = page.next ?? undefined;
  } while (after !== undefined);
  // Of the same millisecond the order is that of their ids.
  expect(seen).toEqual(ids.toSorted().toReversed());
});

const CELLS = [
  MAIL,
  PUSH,
  { scope: 'category', key: 'people', channel: 'email' },
  { scope: 'global', key: '', channel: 'push' },
] as const;

const change: fc.Arbitrary<PreferenceChange> = fc
  .record({
    cell: fc.constantFrom(...CELLS),
    mode: fc.constantFrom<(Mode | null)[]>(null, 'off', 'instant', 'digest'),
  })
  .map(({ cell, mode }) => ({ ...cell, mode }));

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('set' as const),
      changes: fc.array(change, { minLength: 1, maxLength: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reset' as const) }) },
  // Of the changes there are then.
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('revert' as const), which: fc.nat() }) },
);

describe('whatever somebody sets, resets and puts back', () => {
  test('each wish is what its last change says, and going back change by change ends at the start', async ({
    db,
    given,
  }) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { maxLength: 2 }),
        fc.array(step, { minLength: 1, maxLength: 8 }),
        async (before, steps) => {
          const me = await given.user();
          const { setMany, reset, revert } = callerFor(db, me).notifications.preferences;
          if (before.length > 0) await setMany({ changes: before });
          const [start, older] = [await wishes(db, me), (await changes(db, me)).length];
          for (const one of steps) {
            const past = await changes(db, me);
            if (one.kind === 'set') await setMany({ changes: one.changes });
            else if (one.kind === 'reset') await reset();
            else if (past.length > 0)
              await revert({ id: past[one.which % past.length]?.id ?? '' }).catch(
                (error: { message: string }) => {
                  if (error.message !== 'NOT_REVERTIBLE') throw error;
                },
              );
            expect(await wishes(db, me)).toEqual(folded(await changes(db, me)));
          }
          const since = (await changes(db, me)).slice(older);
          for (const { id } of since.reverse()) await revert({ id });
          expect(await wishes(db, me)).toEqual(start);
        },
      ),
      { numRuns: 10 },
    );
  });
});

/** What the changes say, one after another. */
function folded(all: { after: unknown }[]) {
  const left: Record<string, Mode> = {};
  for (const { after } of all)
    for (const [name, value] of Object.entries((after as Snapshot).cells)) {
      const wish = value as WishValue | null;
      if (wish) left[name] = wish.mode;
      else delete left[name];
    }
  return left;
}

async function wishes(db: Database, person: { id: string }) {
  const { userId } = notificationPreferences;
  const rows = await db
    .select()
    .from(notificationPreferences)
    .where(and(eq(userId, person.id)));
  return Object.fromEntries(rows.map((row) => [nameOfCell(row), row.mode]));
}

function changes(db: Database, person: { id: string }) {
  const { userId, id } = notificationChanges;
  return db.select().from(notificationChanges).where(eq(userId, person.id)).orderBy(asc(id));
}
