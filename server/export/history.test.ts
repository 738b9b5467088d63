import { eq } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import { privacySettings } from '@/db/schema/privacy';
import { users } from '@/db/schema/users';
import type { AuditKind } from '@/server/audit/catalog';
import { recordAudit } from '@/server/audit/commands';
import { callerFor } from '@/server/testing/callers';
import { test } from './testing/exports-test';

/** What a history says, without that the copy was asked for. */
function told(rows: Record<string, unknown>[]) {
  return rows
    .map(({ kind, by }) => `${kind} by ${by}`)
    .filter((line) => !line.startsWith('export.requested'));
}

describe('a question of somebody else stands in the history', () => {
  test('as long as it waits', async ({ db, given, making }) => {
    const [person, mia] = [await given.user(), await given.user()];
    await callerFor(db, mia).contacts.ask({ userId: person.id });
    expect(told((await making.copyOf(person)).rows('history'))).toEqual(['contact.asked by somebody else']);
  });

  test('once, when it was taken back and asked again', async ({ db, given, making }) => {
    const [person, mia] = [await given.user(), await given.user()];
    const asMia = callerFor(db, mia).contacts;
    await asMia.ask({ userId: person.id });
    await asMia.withdraw({ userId: person.id });
    await asMia.ask({ userId: person.id });
    expect(told((await making.copyOf(person)).rows('history'))).toEqual(['contact.asked by somebody else']);
  });

  test('also after it was declined, which was the person’s own to do', async ({ db, given, making }) => {
    const [person, mia] = [await given.user(), await given.user()];
    await callerFor(db, mia).contacts.ask({ userId: person.id });
    await callerFor(db, person).contacts.decline({ userId: mia.id });
    expect(told((await making.copyOf(person)).rows('history'))).toEqual([
      'contact.asked by somebody else',
      'contact.declined by you',
    ]);
  });

  test.for([
    ['took it back', (api) => api.mia.contacts.withdraw({ userId: api.personId })],
    ['has blocked the person', (api) => api.mia.privacy.blocks.add({ userId: api.personId })],
    ['hides', (api) => api.mia.privacy.update({ profile: 'only_me' })],
  ] satisfies [string, (api: { mia: ReturnType<typeof callerFor>; personId: string }) => Promise<unknown>][])(
    'and not when who asked %s',
    async ([, hide], { db, given, making }) => {
      const [person, mia] = [await given.user(), await given.user()];
      await callerFor(db, mia).contacts.ask({ userId: person.id });
      await hide({ mia: callerFor(db, mia), personId: person.id });
      expect(told((await making.copyOf(person)).rows('history'))).toEqual([]);
    },
  );

  test('and not when who asked is away', async ({ db, given, making }) => {
    const [person, mia] = [await given.user(), await given.user()];
    await callerFor(db, mia).contacts.ask({ userId: person.id });
    await db.update(users).set({ status: 'deactivated' }).where(eq(users.id, mia.id));
    expect(told((await making.copyOf(person)).rows('history'))).toEqual([]);
  });
});

describe('an answer of somebody else stands in the history', () => {
  test('as long as the two are contacts, and that they are not is told as little as a block', async ({
    db,
    given,
    making,
  }) => {
    const person = await given.user();
    const [stays, ends, blocks] = [await given.user(), await given.user(), await given.user()];
    for (const other of [stays, ends, blocks]) {
      await callerFor(db, person).contacts.ask({ userId: other.id });
      await callerFor(db, other).contacts.accept({ userId: person.id });
    }
    const asked = Array.from({ length: 3 }, () => 'contact.asked by you');
    const accepted = 'contact.accepted by somebody else';
    await callerFor(db, ends).contacts.remove({ userId: person.id });
    await callerFor(db, blocks).privacy.blocks.add({ userId: person.id });
    const { rows } = await making.copyOf(person);
    expect(told(rows('history')).toSorted()).toEqual([accepted, ...asked]);
  });

  test('of a contact who hides, whom the list has too', async ({ db, given, making }) => {
    const [person, mia] = [await given.user(), await given.user()];
    await callerFor(db, person).contacts.ask({ userId: mia.id });
    await callerFor(db, mia).contacts.accept({ userId: person.id });
    await db.update(privacySettings).set({ profile: 'only_me' }).where(eq(privacySettings.userId, mia.id));
    const { rows } = await making.copyOf(person);
    expect(told(rows('history'))).toContain('contact.accepted by somebody else');
    expect(rows('contacts')).toMatchObject([{ person: null }]);
  });
});

test('what a person took back or ended themselves is theirs to read', async ({ db, given, making }) => {
  const [person, mia] = [await given.user(), await given.user()];
  const contacts = callerFor(db, person).contacts;
  await contacts.ask({ userId: mia.id });
  await contacts.withdraw({ userId: mia.id });
  await given.contacts(person, mia);
  await contacts.remove({ userId: mia.id });
  const { rows } = await making.copyOf(person);
  expect(told(rows('history'))).toEqual([
    'contact.asked by you',
    'contact.withdrawn by you',
    'contact.removed by you',
  ]);
});

test.for<[AuditKind, boolean]>([
  ['report.filed', false],
  ['case.opened', false],
  ['note.added', false],
  ['approval.asked', false],
  ['message.sent', true],
  ['role.granted', true],
])('%s by somebody else is told: %s', async ([kind, isTold], { db, given, making }) => {
  const [person, other] = [await given.user(), await given.user()];
  for (const actorId of [other.id, person.id])
    await recordAudit(db, { kind, cause: { actorId }, subjectId: person.id, now: new Date() });
  const { rows } = await making.copyOf(person);
  expect(told(rows('history'))).toEqual([...(isTold ? [`${kind} by somebody else`] : []), `${kind} by you`]);
});
