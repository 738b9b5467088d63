import { eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { describe, expect } from 'vitest';
import type { Database } from '@/db/client';
import { cases, reports } from '@/db/schema/moderation';
import { users } from '@/db/schema/users';
import { type Row, readRows, type Source } from '@/server/export/part';
import { PARTS } from '@/server/export/parts';
import { callerFor } from '@/server/testing/callers';
import type { Person } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';
import type { Subject } from './report-inputs';

type Wish = Partial<{ id: string; kind: 'spam' | 'threat' | 'hate'; words: string }>;

function report(db: Database, by: Person, subject: Subject, wish: Wish = {}) {
  return callerFor(db, by).moderation.reports.create({ id: uuid(), subject, kind: 'spam', ...wish });
}

function profileOf(person: { id: string }): Subject {
  return { kind: 'profile', id: person.id };
}

async function rowsOf(db: Database, sources: Source[]) {
  const rows: Row[] = [];
  for await (const row of readRows(db, sources)) rows.push(row);
  return rows;
}

async function casesOf(db: Database, { id }: { id: string }) {
  return db.select().from(cases).where(eq(cases.subjectId, id));
}

describe('what is kept', () => {
  test('of a profile, what the reporter saw of it and nothing else', async ({ db, given }) => {
    const [me, other] = [await given.user(), await given.user()];
    await callerFor(db, other).profile.update({ bio: 'For everybody', location: 'A secret place' });
    await given.privacy(other, { location: 'contacts' });
    const { id } = await report(db, me, profileOf(other), { words: 'Look at the bio' });
    // What was reported stays as it was.
    await callerFor(db, other).profile.update({ bio: 'Harmless now' });
    const [stored] = await db.select().from(reports).where(eq(reports.id, id));
    expect(stored).toMatchObject({ kind: 'spam', words: 'Look at the bio', reporterId: me.id });
    expect(stored?.evidence).toEqual({
      handle: other.handle,
      displayName: other.displayName,
      bio: 'For everybody',
    });
  });

  test('of a message, what it said and when', async ({ db, given }) => {
    const [me, sender] = [await given.user(), await given.user()];
    const at = new Date('2026-03-01T10:00:00Z');
    const messageId = await given.message(sender, me, { body: 'I know where you live', at });
    const { id } = await report(db, me, { kind: 'message', id: messageId }, { kind: 'threat' });
    const [stored] = await db.select().from(reports).where(eq(reports.id, id));
    expect(stored?.evidence).toEqual({
      handle: sender.handle,
      displayName: sender.displayName,
      body: 'I know where you live',
      at: at.toISOString(),
    });
    const [opened] = await casesOf(db, { id: messageId });
    expect(opened).toMatchObject({ subjectKind: 'message', personId: sender.id, urgency: 3, kind: 'threat' });
  });

  test('of a message whose sender hides, no name', async ({ db, given }) => {
    const [me, sender] = [await given.user(), await given.user()];
    await given.privacy(sender, { profile: 'only_me' });
    const messageId = await given.message(sender, me);
    await report(db, me, { kind: 'message', id: messageId });
    const { reports: own } = await callerFor(db, me).moderation.reports.mine({});
    expect(own[0]).toMatchObject({ subjectKind: 'message', name: null, handle: null, state: 'waiting' });
  });

  test('of a group, its name and description, and they can be reported by who sees it', async ({
    db,
    given,
  }) => {
    const [me, outsider] = [await given.user(), await given.user()];
    const id = await given.groupWith(me);
    const preview = await callerFor(db, me).moderation.reports.preview({ subject: { kind: 'group', id } });
    expect(preview).toEqual({ evidence: { name: 'Walruses' }, photoId: null, reportedAt: null });
    await report(db, outsider, { kind: 'group', id });
    expect(await casesOf(db, { id })).toMatchObject([{ groupId: id, personId: null, reportCount: 1 }]);
  });

  test('of a hidden group neither name nor description, and for who is not in it none', async ({
    db,
    given,
  }) => {
    const [member, outsider] = [await given.user(), await given.user()];
    const hidden = { visibility: 'signed_in', hiddenAt: new Date() } as const;
    const id = await given.group({ members: [member] }, hidden);
    const subject = { kind: 'group', id } as const;
    const preview = (person: Person) => callerFor(db, person).moderation.reports.preview({ subject });
    expect(await preview(member)).toEqual({ evidence: {}, photoId: null, reportedAt: null });
    expect(await refusal(preview(outsider))).toEqual({ reason: 'NOT_FOUND' });
    expect(await refusal(report(db, outsider, subject))).toEqual({ reason: 'NOT_FOUND' });
    expect(await casesOf(db, { id })).toEqual([]);
  });
});

describe('what can be reported', () => {
  test('nothing that one does not see, nor what is not there, nor oneself', async ({ db, given }) => {
    const [me, hidden, blocker, gone] = [
      await given.user(),
      await given.user(),
      await given.user(),
      await given.user(),
    ];
    await given.privacy(hidden, { profile: 'only_me' });
    await given.block(blocker, me);
    const photo = await given.photo(gone);
    await given.privacy(gone, { photo: 'contacts' });
    const [ofOthers, own] = [await given.message(hidden, blocker), await given.message(me, blocker)];
    const subjects: Subject[] = [
      profileOf(me),
      profileOf(hidden),
      profileOf(blocker),
      profileOf({ id: uuid() }),
      { kind: 'photo', id: photo.id },
      { kind: 'photo', id: (await given.photo(me)).id },
      { kind: 'message', id: ofOthers },
      { kind: 'message', id: own },
      { kind: 'group', id: uuid() },
      // An id of something else.
      { kind: 'message', id: gone.id },
    ];
    for (const subject of subjects) {
      expect(await refusal(report(db, me, subject))).toEqual({ reason: 'NOT_FOUND' });
      const preview = callerFor(db, me).moderation.reports.preview({ subject });
      expect(await refusal(preview)).toEqual({ reason: 'NOT_FOUND' });
    }
    expect(await db.$count(reports, eq(reports.reporterId, me.id))).toBe(0);
  });

  test('a permission shows staff no more of it than anybody reports', async ({ db, given }) => {
    const [staff, hidden] = [await given.holder('profiles.viewAll'), await given.user()];
    await given.privacy(hidden, { profile: 'only_me' });
    expect(await refusal(report(db, staff, profileOf(hidden)))).toEqual({ reason: 'NOT_FOUND' });
  });

  test('what somebody wrote and then paused or was suspended', async ({ db, given }) => {
    for (const status of ['deactivated', 'suspended'] as const) {
      const [me, sender] = [await given.user(), await given.user()];
      const id = await given.message(sender, me);
      await db.update(users).set({ status }).where(eq(users.id, sender.id));
      await report(db, me, { kind: 'message', id });
      expect(await casesOf(db, { id })).toMatchObject([{ personId: sender.id, reportCount: 1 }]);
      expect(await refusal(report(db, me, profileOf(sender)))).toEqual({ reason: 'NOT_FOUND' });
    }
  });

  test('30 things in an hour', async ({ db, given }) => {
    const [me, other] = [await given.user(), await given.user()];
    for (let n = 0; n < 30; n++) await report(db, me, profileOf(other));
    expect(await refusal(report(db, me, profileOf(other)))).toMatchObject({ reason: 'RATE_LIMITED' });
  });
});

describe('what belongs together', () => {
  test('reported by many at once it is one case, as urgent as the worst of it', async ({
    db,
    given,
    trail,
  }) => {
    const subject = await given.user();
    const people = await Promise.all(Array.from({ length: 8 }, () => given.user()));
    await Promise.all(
      people.map((one, n) => report(db, one, profileOf(subject), { kind: n === 3 ? 'threat' : 'spam' })),
    );
    const [only, ...more] = await casesOf(db, subject);
    expect(more).toEqual([]);
    expect(only).toMatchObject({ reportCount: 8, urgency: 3, state: 'open' });
    const entries = (await trail(subject)).filter(({ kind }) => kind === 'report.filed');
    expect(entries).toHaveLength(8);
  });

  test('sent twice at once it is one report, and by the same person once more nothing', async ({
    db,
    given,
    trail,
  }) => {
    const [me, subject] = [await given.user(), await given.user()];
    const id = uuid();
    const words = 'Canary in the words';
    const sent = await Promise.all([
      report(db, me, profileOf(subject), { id, words }),
      report(db, me, profileOf(subject), { id, words }),
    ]);
    expect(sent).toEqual([{ id }, { id }]);
    expect(await report(db, me, profileOf(subject), { kind: 'threat' })).toEqual({ id });
    expect(await casesOf(db, subject)).toMatchObject([{ reportCount: 1, urgency: 0, kind: 'spam' }]);
    const entries = (await trail(subject)).filter(({ kind }) => kind === 'report.filed');
    expect(entries).toHaveLength(1);
    expect(JSON.stringify(entries)).not.toContain('Canary');
    const { reportedAt } = await callerFor(db, me).moderation.reports.preview({
      subject: profileOf(subject),
    });
    expect(reportedAt).not.toBeNull();
  });

  test('an id of somebody else opens nothing', async ({ db, given }) => {
    const [me, other, subject, another] = [
      await given.user(),
      await given.user(),
      await given.user(),
      await given.user(),
    ];
    const { id } = await report(db, other, profileOf(subject));
    expect(await refusal(report(db, me, profileOf(another), { id }))).toEqual({ reason: 'ALREADY_THERE' });
    expect(await casesOf(db, another)).toEqual([]);
  });

  test('what is reported once a case is decided is a new case', async ({ db, given }) => {
    const [me, subject, mod] = [await given.user(), await given.user(), await given.holder('report.handle')];
    await report(db, me, profileOf(subject));
    const [first] = await casesOf(db, subject);
    const id = first?.id ?? '';
    await callerFor(db, mod).moderation.reports.resolve({ id, outcome: 'dismissed' });
    await report(db, me, profileOf(subject));
    expect((await casesOf(db, subject)).map(({ state }) => state).sort()).toEqual(['open', 'resolved']);
  });

  test('reported and decided at the same moment, no report is lost', async ({ db, given }) => {
    const mod = await given.holder('report.handle');
    for (let n = 0; n < 8; n++) {
      const [one, two, subject] = [await given.user(), await given.user(), await given.user()];
      await report(db, one, profileOf(subject));
      const id = (await casesOf(db, subject))[0]?.id ?? '';
      await Promise.all([
        callerFor(db, mod).moderation.reports.resolve({ id, outcome: 'dismissed' }),
        report(db, two, profileOf(subject)),
      ]);
      const all = await casesOf(db, subject);
      expect(all.reduce((sum, { reportCount }) => sum + reportCount, 0)).toBe(2);
      for (const { id: caseId, reportCount } of all)
        expect(await db.$count(reports, eq(reports.caseId, caseId))).toBe(reportCount);
    }
  });
});

describe('what the two sides learn', () => {
  test('the reporter: what became of it; never of the others, of a claim by whom, or of what was done', async ({
    db,
    given,
  }) => {
    const [me, other, subject] = [await given.user(), await given.user(), await given.user()];
    const mod = await given.holder('report.handle');
    await report(db, other, profileOf(subject), { words: 'Somebody else wrote this' });
    await report(db, me, profileOf(subject), { words: 'I wrote this' });
    const { reports: own } = callerFor(db, me).moderation;
    const mine = async () => (await own.mine({})).reports;
    expect(await mine()).toMatchObject([
      { name: subject.displayName, handle: subject.handle, words: 'I wrote this', state: 'waiting' },
    ]);
    const id = (await casesOf(db, subject))[0]?.id ?? '';
    await callerFor(db, mod).moderation.reports.claim({ id });
    expect(await mine()).toMatchObject([{ state: 'inReview', decidedAt: null }]);
    await callerFor(db, mod).moderation.reports.resolve({
      id,
      outcome: 'dismissed',
      reason: 'For colleagues',
    });
    const [told] = await mine();
    expect(told).toMatchObject({ state: 'dismissed', decidedAt: expect.any(String) });
    const text = JSON.stringify(told);
    for (const hidden of [other.id, other.handle, mod.id, mod.handle, id, 'Somebody else', 'For colleagues'])
      expect(text).not.toContain(hidden);
  });

  test('the subject: nothing of who reported them, in all that they can ask for', async ({ db, given }) => {
    const [me, subject] = [await given.user({ displayName: 'Reporter Canary' }), await given.user()];
    await report(db, me, profileOf(subject), { words: 'Words Canary' });
    const { reports: theirs } = callerFor(db, subject).moderation;
    expect(await theirs.mine({})).toEqual({ reports: [], next: null });
    const id = (await casesOf(db, subject))[0]?.id ?? '';
    expect(await refusal(theirs.get({ id }))).toEqual({ reason: 'NOT_ALLOWED' });
  });

  test('their copies: the reporter has what they wrote, the subject nothing of it', async ({ db, given }) => {
    const [me, subject, mod] = [await given.user(), await given.user(), await given.holder('report.handle')];
    await report(db, me, profileOf(subject), { words: 'I wrote this' });
    const id = (await casesOf(db, subject))[0]?.id ?? '';
    await callerFor(db, mod).moderation.reports.get({ id });
    const now = new Date();
    expect(await rowsOf(db, PARTS.reports({ userId: me.id, now }))).toEqual([
      { about: 'profile', kind: 'spam', words: 'I wrote this', at: expect.any(Date), outcome: null },
    ]);
    expect(await rowsOf(db, PARTS.reports({ userId: subject.id, now }))).toEqual([]);
    const told = (await rowsOf(db, PARTS.history({ userId: subject.id, now }))).map(({ kind }) => kind);
    for (const kind of ['report.filed', 'person.viewedByStaff']) expect(told).not.toContain(kind);
  });

  test('a page follows another, each report once', async ({ db, given }) => {
    const me = await given.user();
    const people = await given.people(35, (n) => ({ displayName: `Reported ${n}` }));
    for (const person of people) await given.report(await given.case(person), me);
    const { reports: own } = callerFor(db, me).moderation;
    const first = await own.mine({});
    const second = await own.mine({ after: first.next ?? undefined });
    expect([first.reports.length, second.reports.length, second.next]).toEqual([30, 5, null]);
    expect(new Set([...first.reports, ...second.reports].map(({ id }) => id)).size).toBe(35);
  });
});
