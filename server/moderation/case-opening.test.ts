import { and, eq, inArray } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { describe, expect } from 'vitest';
import { auditEntries } from '@/db/schema/audit';
import { cases } from '@/db/schema/moderation';
import { BUILT_IN_ROLES } from '@/server/roles/permissions';
import { callerFor } from '@/server/testing/callers';
import type { Given, Person } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';

const NOT_FOUND = { reason: 'NOT_FOUND' };

const moderator = (given: Given) => given.holder(...BUILT_IN_ROLES.moderator);

describe('a case that staff begins about a person', () => {
  test('is the open one, or a new one, however often it is asked for at once', async ({ db, given }) => {
    const [ada, person] = [await moderator(given), await given.user()];
    const { reports } = callerFor(db, ada).moderation;
    const wish = { personId: person.id };
    const opened = await Promise.all([1, 2, 3].map(() => reports.openPerson(wish)));
    const [{ id } = { id: '' }] = opened;
    expect(opened).toEqual([{ id }, { id }, { id }]);
    expect(await db.$count(cases, eq(cases.personId, person.id))).toBe(1);
    expect(await reports.get({ id })).toMatchObject({
      state: 'open',
      kind: null,
      reportCount: 0,
      subject: { kind: 'profile' },
      person: { userId: person.id },
      timeline: [{ kind: 'opened', by: { userId: ada.id } }],
    });
    const opening = and(eq(auditEntries.kind, 'case.opened'), eq(auditEntries.subjectId, person.id));
    expect(await db.select().from(auditEntries).where(opening)).toMatchObject([
      { actorId: ada.id, after: { case: id, subject: 'profile' } },
    ]);
    await reports.resolve({ id, outcome: 'dismissed' });
    expect((await reports.openPerson(wish)).id).not.toBe(id);
  });

  test('is the one that others reported', async ({ db, given }) => {
    const [ada, person] = [await moderator(given), await given.user()];
    const id = await given.case(person, { reportCount: 1 });
    expect(await callerFor(db, ada).moderation.reports.openPerson({ personId: person.id })).toEqual({ id });
  });

  test('is for who handles what is reported of them, and never about oneself', async ({ db, given }) => {
    const [ada, person, other] = [await moderator(given), await given.user(), await given.user()];
    const groupId = await given.group({ owners: [await given.user()], members: [person] });
    const open = (by: Person, personId = person.id) =>
      callerFor(db, by).moderation.reports.openPerson({ personId });
    expect(await refusal(open(other))).toEqual({ reason: 'NOT_ALLOWED' });
    expect(await refusal(open(ada, ada.id))).toEqual(NOT_FOUND);
    expect(await refusal(open(ada, uuid()))).toEqual(NOT_FOUND);
    const scoped = await given.moderating(await given.user(), groupId);
    expect(await refusal(open(scoped, other.id))).toEqual(NOT_FOUND);
    expect(await db.$count(cases, inArray(cases.subjectId, [ada.id, person.id, other.id]))).toBe(0);
    expect(await open(scoped)).toEqual(await open(ada));
  });
});
