import { eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { recordStatements } from '@/db/recorder';
import { notificationChanges, notificationPreferences, notifications } from '@/db/schema/notifications';
import { callerFor } from '@/server/testing/callers';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';
import { CATEGORIES, CHANNELS } from './catalog';
import { CHANGES_A_DAY } from './changes';
import { type PreferenceChange, SetPreferenceInput } from './inputs';
import { setPreferences } from './preferences';
import type { PreferencesView } from './types';

const ASKED_BY_MAIL = { scope: 'type', key: 'contacts.asked', channel: 'email' } as const;

test('a wish changes what is shown of its cell, and where it comes from', async ({ db, given }) => {
  const me = await given.user();
  const api = callerFor(db, me).notifications.preferences;
  const cell = (view: PreferencesView) =>
    view.rows.find(({ type }) => type === 'contacts.asked')?.channels.email;
  expect(cell(await api.get())).toEqual({ used: true, mode: 'instant', rule: 'default', lock: null });
  await api.set({ scope: 'global', key: '', channel: 'email', mode: 'digest' });
  expect(cell(await api.get())).toMatchObject({ mode: 'digest', rule: 'global' });
  await api.set({ scope: 'category', key: 'people', channel: 'email', mode: 'instant' });
  expect(cell(await api.get())).toMatchObject({ mode: 'instant', rule: 'category:people' });
  const { view, undo } = await api.set({ ...ASKED_BY_MAIL, mode: 'off' });
  expect(cell(view)).toMatchObject({ mode: 'off', rule: 'type:contacts.asked' });
  // What comes with the answer is what the next page shows.
  expect(await api.get()).toEqual(view);
  expect(undo).toEqual([{ ...ASKED_BY_MAIL, mode: null }]);
  await api.setMany({ changes: undo });
  expect(cell(await api.get())).toMatchObject({ mode: 'instant', rule: 'category:people' });
});

test('what is locked, not used or not to be bundled is refused, and nothing is written', async ({
  db,
  given,
  trail,
}) => {
  const me = await given.user();
  const { set, setMany } = callerFor(db, me).notifications.preferences;
  const security = { scope: 'type', key: 'security.newSignIn' } as const;
  expect(await refusal(set({ ...security, channel: 'email', mode: 'off' }))).toEqual({
    reason: 'LOCKED_NOTIFICATION',
  });
  expect(await refusal(set({ ...security, channel: 'push', mode: 'digest' }))).toEqual({
    reason: 'CANNOT_BUNDLE',
  });
  expect(await refusal(set({ ...ASKED_BY_MAIL, channel: 'inApp', mode: 'digest' }))).toEqual({
    reason: 'CANNOT_BUNDLE',
  });
  const forStaff = { scope: 'type', key: 'moderation.approvalAsked', channel: 'push', mode: 'off' } as const;
  expect(await refusal(set(forStaff))).toEqual({ reason: 'NOT_ALLOWED' });
  const changes = [
    { ...ASKED_BY_MAIL, mode: 'off' as const },
    { ...security, channel: 'email' as const, mode: 'off' as const },
  ];
  expect(await refusal(setMany({ changes }))).toEqual({ reason: 'LOCKED_NOTIFICATION' });
  expect(await wishes(db, me)).toEqual([]);
  expect((await trail(me)).map(({ kind }) => kind)).not.toContain('notifications.changed');
});

test('types for staff are shown to who sees the dashboard', async ({ db, given }) => {
  const [member, staff] = [await given.user(), await given.holder('dashboard.view')];
  const typesOf = async (person: typeof member) =>
    (await callerFor(db, person).notifications.preferences.get()).rows.map(({ type }) => type);
  expect(await typesOf(member)).not.toContain('moderation.approvalAsked');
  expect(await typesOf(staff)).toContain('moderation.approvalAsked');
  expect((await callerFor(db, member).notifications.types()).map(({ type }) => type)).toEqual(
    await typesOf(member),
  );
});

test('setting what is so already leaves no trace; the trail says which fields and not to what', async ({
  db,
  given,
  trail,
}) => {
  const me = await given.user();
  const { set, reset } = callerFor(db, me).notifications.preferences;
  await set({ ...ASKED_BY_MAIL, mode: 'off' });
  await set({ ...ASKED_BY_MAIL, mode: 'off' });
  await set({ scope: 'global', key: '', channel: 'push', mode: null });
  const told = (await trail(me)).filter(({ kind }) => kind === 'notifications.changed');
  expect(told.map(({ before, after }) => ({ before, after }))).toEqual([
    { before: null, after: { fields: ['contacts.asked email'] } },
  ]);
  expect(await changes(db, me)).toHaveLength(1);
  await reset();
  await reset();
  expect(await changes(db, me)).toHaveLength(2);
  expect(await wishes(db, me)).toEqual([]);
});

test('the same set twice at once is one change, and two cells at once are two', async ({ db, given }) => {
  const me = await given.user();
  const { set } = callerFor(db, me).notifications.preferences;
  await Promise.all([1, 2, 3].map(() => set({ ...ASKED_BY_MAIL, mode: 'off' })));
  expect(await changes(db, me)).toHaveLength(1);
  await Promise.all([
    set({ ...ASKED_BY_MAIL, channel: 'push', mode: 'digest' }),
    set({ ...ASKED_BY_MAIL, channel: 'inApp', mode: 'off' }),
  ]);
  expect(await wishes(db, me)).toEqual(['email off', 'inApp off', 'push digest']);
});

test('a set and a reset at once follow each other, and the history says so', async ({ db, given }) => {
  const me = await given.user();
  const { set, setMany, reset } = callerFor(db, me).notifications.preferences;
  for (let round = 0; round < 6; round++) {
    await set({ ...ASKED_BY_MAIL, mode: 'off' });
    await Promise.all([
      setMany({
        changes: [
          { ...ASKED_BY_MAIL, mode: 'digest' },
          { ...ASKED_BY_MAIL, channel: 'push', mode: 'digest' },
        ],
      }),
      reset(),
    ]);
    // Both or neither, never one half.
    const left = await wishes(db, me);
    expect([[], ['email digest', 'push digest']]).toContainEqual(left);
    const last = (await changes(db, me)).at(-1)?.after as { cells: Record<string, { mode: string } | null> };
    const told = Object.entries(last.cells).flatMap(([name, wish]) =>
      wish ? [`${name.split(':').at(-1)} ${wish.mode}`] : [],
    );
    expect(told.sort()).toEqual(left);
    await reset();
  }
});

test('a session that was ended meanwhile changes nothing', async ({ db, given }) => {
  const me = await given.user();
  const cause = { actorId: me.id, sessionId: me.id };
  const change = { changes: [{ ...ASKED_BY_MAIL, mode: 'off' as const }], means: 'settings' as const };
  const call = setPreferences(db, { userId: me.id, ...change, cause, now: new Date() });
  await expect(call).rejects.toMatchObject({ reason: 'SESSION_ENDED' });
  expect(await wishes(db, me)).toEqual([]);
});

test('all cells that there are take as many statements as one', async ({ db, given }) => {
  const me = await given.user();
  const { setMany } = callerFor(db, me).notifications.preferences;
  const everything = ['', ...CATEGORIES].flatMap((key) =>
    CHANNELS.map((channel) =>
      SetPreferenceInput.parse({ scope: key ? 'category' : 'global', key, channel, mode: 'off' }),
    ),
  );
  // As many as may be sent at once: of the same cell the last one counts.
  const many = Array.from({ length: 10 }, () => everything)
    .flat()
    .slice(0, 200);
  const sent = async (changes: PreferenceChange[]) =>
    (await recordStatements(() => setMany({ changes }))).statements.length;
  expect([await sent([{ ...ASKED_BY_MAIL, mode: 'off' }]), await sent(many)]).toEqual([3, 3]);
  expect(await wishes(db, me)).toHaveLength(everything.length + 1);
});

test('whoever changes something all day long has to wait, but not to follow a link out of a mail', async ({
  db,
  given,
}) => {
  const me = await given.user();
  const now = new Date();
  // Half an hour more and the oldest is of the day before.
  const at = new Date(now.getTime() - 23.5 * 3_600_000);
  const row = { userId: me.id, at, means: 'settings' as const, before: { cells: {} }, after: { cells: {} } };
  await db
    .insert(notificationChanges)
    .values(Array.from({ length: CHANGES_A_DAY }, () => ({ ...row, id: uuid({ msecs: at.getTime() }) })));
  const { set, get } = callerFor(db, me).notifications.preferences;
  const refused = await refusal(set({ ...ASKED_BY_MAIL, mode: 'off' }));
  expect(refused.reason).toBe('RATE_LIMITED');
  expect(refused.retryAfter).toBeGreaterThan(1700);
  expect(refused.retryAfter).toBeLessThanOrEqual(1800);
  expect(await refusal(callerFor(db, me).notifications.schedule.set({ digest: 'weekly' }))).toMatchObject({
    reason: 'RATE_LIMITED',
  });
  // What changes nothing is not refused.
  await set({ ...ASKED_BY_MAIL, mode: null });
  const changes = [{ ...ASKED_BY_MAIL, mode: 'off' as const }];
  await setPreferences(db, { userId: me.id, changes, means: 'unsubscribe', cause: { actorId: null }, now });
  expect((await get()).rows.find(({ type }) => type === 'contacts.asked')?.channels.email).toMatchObject({
    mode: 'off',
  });
});

test('how many came a week is told from thirty days, or from as far back as the newest go', async ({
  db,
  given,
}) => {
  const DAY = 86_400_000;
  const [some, many] = [await given.user(), await given.user()];
  const told = (person: { id: string }, number: number, { type, days }: { type: string; days: number }) =>
    db.insert(notifications).values(
      Array.from({ length: number }, (_, n) => {
        const msecs = Date.now() - ((n + 0.5) / number) * days * DAY;
        return { userId: person.id, eventId: uuid({ msecs }), type, isShown: true };
      }),
    );
  await told(some, 30, { type: 'messages.received', days: 30 });
  await told(some, 3, { type: 'groups.invited', days: 30 });
  // A thousand in two weeks: the newest five hundred are of one week.
  await told(many, 1000, { type: 'messages.received', days: 14 });
  const perWeek = async (person: typeof some) => {
    const { rows } = await callerFor(db, person).notifications.preferences.get();
    return Object.fromEntries(rows.flatMap(({ type, perWeek }) => (perWeek ? [[type, perWeek]] : [])));
  };
  expect(await perWeek(some)).toEqual({ 'messages.received': 7, 'groups.invited': 0.7 });
  const { 'messages.received': week = 0, ...others } = await perWeek(many);
  expect(Math.round(week / 10)).toBe(50);
  expect(others).toEqual({});
});

test('an app changes it by a scope of its own, and the history says that it was an app', async ({
  db,
  given,
}) => {
  const person = await given.user();
  const appWith = async (...scopes: ('notifications.read' | 'notifications.write')[]) => {
    const client = await given.client({ scopes });
    const { headers } = await given.app(person, { client, scopes });
    return callerFor(db, null, { headers }).notifications.preferences;
  };
  const [reading, writing] = [await appWith('notifications.read'), await appWith('notifications.write')];
  const wish = { ...ASKED_BY_MAIL, mode: 'off' as const };
  expect(await refusal(reading.set(wish))).toEqual({ reason: 'SCOPE_REQUIRED' });
  await writing.set(wish);
  expect((await reading.history({})).entries.map(({ means }) => means)).toEqual(['app']);
});

async function wishes(db: Database, person: { id: string }) {
  const rows = await db
    .select()
    .from(notificationPreferences)
    .where(eq(notificationPreferences.userId, person.id));
  return rows.map(({ channel, mode }) => `${channel} ${mode}`).sort();
}

function changes(db: Database, person: { id: string }) {
  return db
    .select()
    .from(notificationChanges)
    .where(eq(notificationChanges.userId, person.id))
    .orderBy(notificationChanges.id);
}
