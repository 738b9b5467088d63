import { like } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import {
  appeals,
  approvals,
  caseEvents,
  cases,
  notes,
  reports,
  sanctions,
  staffViews,
} from '@/db/schema/moderation';
import { objectGrants } from '@/db/schema/permissions';
import { users } from '@/db/schema/users';
import { PERMISSIONS } from '@/server/roles/permissions';

type Somebody = { id: string };
type CaseRow = typeof cases.$inferInsert;

/** What tests of moderation: reports, cases, sanctions start from. */
export function moderationFactories(db: Database) {
  const given = {
    /** A case about somebody's profile, or about whatever the wish says, by its id. Nobody reported it. */
    async case(about: Somebody | null, wish: Partial<CaseRow> = {}) {
      const id = wish.id ?? uuid();
      await db.insert(cases).values({
        id,
        subjectKind: 'profile',
        subjectId: about?.id ?? uuid(),
        personId: about?.id ?? null,
        kind: 'spam',
        openedAt: new Date(),
        ...wish,
      });
      return id;
    },

    /** What one person reported in a case, by its id. */
    async report(caseId: string, by: Somebody, wish: Partial<typeof reports.$inferInsert> = {}) {
      const id = wish.id ?? uuid();
      const row = { kind: 'spam', evidence: { displayName: 'As they were' }, at: new Date() };
      await db.insert(reports).values({ ...row, caseId, reporterId: by.id, ...wish, id });
      return id;
    },

    /** What somebody of the staff wrote down, by its id. */
    async note(about: Somebody, by: Somebody, wish: Partial<typeof notes.$inferInsert> = {}) {
      const id = wish.id ?? uuid();
      const row = { personId: about.id, authorId: by.id, body: 'Was warned before.', at: new Date() };
      await db.insert(notes).values({ ...row, ...wish, id });
      return id;
    },

    /** Something that was done about somebody on a case, or about a group, by its id: the row alone, without what it does. */
    async sanction(
      about: Somebody | null,
      caseId: string,
      wish: Partial<typeof sanctions.$inferInsert> = {},
    ) {
      const id = wish.id ?? uuid();
      const row = { kind: 'warning' as const, rule: 'spam', words: 'Please do not.', startsAt: new Date() };
      await db.insert(sanctions).values({ ...row, personId: about?.id ?? null, caseId, ...wish, id });
      return id;
    },

    /** A case about a group. */
    groupCase(groupId: string, wish: Partial<CaseRow> = {}) {
      return given.case(null, { subjectKind: 'group', subjectId: groupId, groupId, ...wish });
    },

    /** A case in which somebody of the staff did something about somebody. */
    async actedOn(about: Somebody, by: Somebody, wish: Partial<typeof sanctions.$inferInsert> = {}) {
      const decided = { state: 'resolved' as const, outcome: 'acted' as const, resolvedAt: new Date() };
      const caseId = await given.case(about, { ...decided, resolvedBy: by.id });
      return { caseId, sanctionId: await given.sanction(about, caseId, { actedBy: by.id, ...wish }) };
    },

    /** What somebody says against what was done in a case, by its id. */
    async appeal(by: Somebody, caseId: string, wish: Partial<typeof appeals.$inferInsert> = {}) {
      const id = wish.id ?? uuid();
      await db
        .insert(appeals)
        .values({ personId: by.id, caseId, words: 'It was not me.', at: new Date(), ...wish, id });
      return id;
    },

    /** That an administrator wants to purge somebody, or whatever the wish says, by its id. */
    async approval(about: Somebody, by: Somebody, wish: Partial<typeof approvals.$inferInsert> = {}) {
      const id = wish.id ?? uuid();
      const moments = { at: new Date(), expiresAt: new Date(Date.now() + 86_400_000) };
      const row = { kind: 'purge' as const, personId: about.id, askedBy: by.id, reason: 'A made-up account' };
      await db.insert(approvals).values({ ...row, ...moments, ...wish, id });
      return id;
    },

    /** A saved view of the list of people, by its id. */
    async view(of: Somebody, wish: Partial<typeof staffViews.$inferInsert> = {}) {
      const id = wish.id ?? uuid();
      const row = { userId: of.id, page: 'users', name: `View ${id}`, query: 'state=suspended' };
      await db.insert(staffViews).values({ ...row, createdAt: new Date(), ...wish, id });
      return id;
    },

    /** The same person, who moderates a group from now on. */
    async moderating<P extends Somebody>(person: P, groupId: string): Promise<P> {
      await db.insert(objectGrants).values({
        principalId: person.id,
        permissionId: PERMISSIONS['group.moderate'].id,
        objectId: groupId,
        objectType: 'group',
        grantedAt: new Date(),
      });
      return person;
    },
  };
  return given;
}

/**
 * `size` cases about people of the crowd, one of them in the hands of a person, each with their report and an event of theirs;
 * and as many about the person, with notes, that are over.
 */
export async function moderationAround(db: Database, person: Somebody & { email: string }, size: number) {
  const crowd = await db.select({ id: users.id }).from(users).where(like(users.email, 'crowd-%')).limit(size);
  if (!crowd.length) return;
  const at = new Date(Date.now() - 86_400_000);
  const open = crowd.map(({ id: personId }) => ({ id: uuid(), personId, subjectId: uuid() }));
  const over = crowd.map(() => ({ id: uuid(), personId: person.id, subjectId: uuid(), resolvedAt: at }));
  const facts = { subjectKind: 'message' as const, kind: 'spam', openedAt: at, reportCount: 1 };
  await db
    .insert(cases)
    .values(open.map((row) => ({ ...row, ...facts, claimedBy: person.id, claimedAt: at })));
  await db
    .insert(cases)
    .values(
      over.map((row) => ({ ...row, ...facts, state: 'resolved' as const, outcome: 'dismissed' as const })),
    );
  const report = { kind: 'spam', evidence: { body: 'Hello' }, at };
  await db
    .insert(reports)
    .values([
      ...open.map(({ id }) => ({ id: uuid(), caseId: id, reporterId: person.id, ...report })),
      ...over.flatMap(({ id }) =>
        crowd.slice(0, 1).map((by) => ({ id: uuid(), caseId: id, reporterId: by.id, ...report })),
      ),
    ]);
  await db
    .insert(caseEvents)
    .values(open.map(({ id }) => ({ id: uuid(), caseId: id, at, actorId: person.id, kind: 'claimed' })));
  await db
    .insert(notes)
    .values(over.map(({ id }) => ({ id: uuid(), personId: person.id, caseId: id, body: 'A note', at })));
  const done = { kind: 'warning' as const, rule: 'spam', words: 'Please do not.', startsAt: at };
  await db
    .insert(sanctions)
    .values(over.map(({ id }) => ({ id: uuid(), personId: person.id, caseId: id, ...done })));
  await db
    .insert(appeals)
    .values(
      over.map(({ id }) => ({ id: uuid(), personId: person.id, caseId: id, words: 'It was not me.', at })),
    );
  const view = { userId: person.id, page: 'users', query: '', createdAt: at };
  await db.insert(staffViews).values(crowd.map(({ id }) => ({ id: uuid(), name: id, ...view })));
  const asked = { kind: 'purge' as const, askedBy: person.id, reason: 'A made-up account', at };
  const expiresAt = new Date(Date.now() + 86_400_000);
  await db
    .insert(approvals)
    .values(crowd.map(({ id: personId }) => ({ id: uuid(), personId, expiresAt, ...asked })))
    .onConflictDoNothing();
}
