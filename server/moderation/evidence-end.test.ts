import { eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { casePictures, cases, reports } from '@/db/schema/moderation';
import { sweep } from '@/server/jobs/sweep';
import type { ReceiptDocument } from '@/server/leaving/catalog';
import { erase } from '@/server/leaving/testing/erase-with';
import { callerFor } from '@/server/testing/callers';
import { test } from '@/server/testing/fixtures';

const PAST = new Date(Date.now() - 1000);
const evidence = { body: 'I know where you live' };

/** What is kept in a case: the copies of its reports, and how many photos. */
async function keptIn(db: Database, caseId: string) {
  const rows = await db
    .select({ evidence: reports.evidence })
    .from(reports)
    .where(eq(reports.caseId, caseId));
  return {
    copies: rows.map((row) => row.evidence),
    photos: await db.$count(casePictures, eq(casePictures.caseId, caseId)),
  };
}

async function picture(db: Database, caseId: string) {
  const row = { id: uuid(), caseId, photoId: uuid(), image: Buffer.from('webp'), at: new Date() };
  await db.insert(casePictures).values(row);
}

test('whoever leaves: what is not decided stays until it is, what was goes with them, and the receipt says so', async ({
  db,
  given,
}) => {
  const [person, reporter, mod] = [
    await given.user(),
    await given.user(),
    await given.holder('report.handle'),
  ];
  const decided = await given.case(person, { state: 'resolved', outcome: 'acted', resolvedAt: new Date() });
  const messageId = await given.message(person, reporter, evidence);
  const subject = { kind: 'message', id: messageId } as const;
  await callerFor(db, reporter).moderation.reports.create({ id: uuid(), subject, kind: 'threat' });
  const [open] = await db.select().from(cases).where(eq(cases.subjectId, messageId));
  const openId = open?.id ?? '';
  await given.report(decided, reporter, { evidence });
  for (const caseId of [openId, decided]) await picture(db, caseId);

  const { receiptId } = await given.leaving(person, { dueAt: PAST });
  await erase(db, person);
  expect(await keptIn(db, decided)).toEqual({ copies: [{}], photos: 0 });
  expect(await keptIn(db, openId)).toMatchObject({ copies: [evidence], photos: 1 });
  const receipt = await callerFor(db, null).account.receipt({ id: receiptId });
  const { data }: ReceiptDocument = JSON.parse(receipt.state === 'erased' ? receipt.document : '');
  expect(data.filter(({ kind }) => kind === 'reportedContent')).toEqual([
    { kind: 'reportedContent', outcome: 'erased', count: 1 },
    { kind: 'reportedContent', outcome: 'kept', count: 1, ground: 'openReport' },
  ]);
  // The reporter is not told any more whom it was about, and staff decide by the copy.
  const { reports: own } = await callerFor(db, reporter).moderation.reports.mine({});
  expect(own.map(({ name, handle }) => [name, handle])).toEqual([
    [null, null],
    [null, null],
  ]);
  await sweep(db, { now: new Date() });
  expect(await keptIn(db, openId)).toMatchObject({ photos: 1 });
  const { moderation } = callerFor(db, mod);
  const page = await moderation.reports.get({ id: openId });
  expect([page.person, page.reports[0]?.evidence.body]).toEqual([null, evidence.body]);

  await moderation.reports.resolve({ id: openId, outcome: 'dismissed' });
  await sweep(db, { now: new Date() });
  expect(await keptIn(db, openId)).toEqual({ copies: [{}], photos: 0 });
});

test('what somebody who left had reported stays, without them', async ({ db, given }) => {
  const [subject, reporter, mod] = [
    await given.user(),
    await given.user(),
    await given.holder('report.handle'),
  ];
  const caseId = await given.case(subject);
  await given.report(caseId, reporter, { words: 'Please look', evidence });
  await given.leaving(reporter, { dueAt: PAST });
  await erase(db, reporter);
  const { reports: left } = await callerFor(db, mod).moderation.reports.get({ id: caseId });
  expect(left).toMatchObject([{ words: 'Please look', evidence, reporter: null, unnamed: 'left' }]);
});

test('twelve months after the decision nothing is kept but that there was a report', async ({
  db,
  given,
}) => {
  const [subject, reporter] = [await given.user(), await given.user()];
  const now = new Date('2031-03-01T12:00:00Z');
  const resolved = (at: string) =>
    ({ state: 'resolved', outcome: 'acted', resolvedAt: new Date(at) }) as const;
  const [over, kept, open] = [
    await given.case(subject, resolved('2030-03-01T11:59:59Z')),
    await given.case(subject, resolved('2030-03-01T12:00:01Z')),
    await given.case(subject, { openedAt: new Date('2029-01-01T00:00:00Z') }),
  ];
  for (const caseId of [over, kept, open]) {
    await given.report(caseId, reporter, { words: 'Mine', evidence });
    await picture(db, caseId);
  }
  await sweep(db, { now });
  expect(await keptIn(db, over)).toEqual({ copies: [{}], photos: 0 });
  for (const caseId of [kept, open])
    expect(await keptIn(db, caseId)).toEqual({ copies: [evidence], photos: 1 });
  const [report] = await db.select().from(reports).where(eq(reports.caseId, over));
  expect(report).toMatchObject({ words: 'Mine', reporterId: reporter.id });
});
