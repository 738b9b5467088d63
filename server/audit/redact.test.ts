import { eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import { auditEntries } from '@/db/schema/audit';
import { test } from '@/server/testing/fixtures';
import { redactErased } from './redact';
import { sealAudit, verifyAudit } from './seal';

const now = new Date();
const monthsAgo = (months: number) => new Date(new Date(now).setUTCMonth(now.getUTCMonth() - months));

test('who was erased over twelve months ago is named no more, nobody else is touched, and the chain holds', async ({
  db,
  given,
}) => {
  const [gone, recent, other] = [uuid(), uuid(), uuid()];
  const acted = await given.auditEntry({
    at: monthsAgo(20),
    actorId: gone,
    subjectId: other,
    after: { n: 1 },
  });
  const actedOn = await given.auditEntry({
    at: monthsAgo(19),
    actorId: other,
    subjectId: gone,
    before: { n: 2 },
  });
  const erased = await given.auditEntry({ at: monthsAgo(13), kind: 'account.erased', subjectId: gone });
  const later = await given.auditEntry({ at: monthsAgo(3), actorId: other, subjectId: gone });
  const ofRecent = await given.auditEntry({ at: monthsAgo(15), actorId: recent, subjectId: recent });
  await given.auditEntry({ at: monthsAgo(11), kind: 'account.erased', subjectId: recent });
  await sealAudit(db);

  await redactErased(db, { now });
  await redactErased(db, { now });
  const read = async (id: string) => (await db.select().from(auditEntries).where(eq(auditEntries.id, id)))[0];
  const nothing = { before: null, after: null, requestId: null, ip: null, redactedAt: expect.any(Date) };
  expect(await read(acted)).toMatchObject({ actorId: null, subjectId: other, ...nothing });
  expect(await read(actedOn)).toMatchObject({ actorId: other, subjectId: null, ...nothing });
  expect(await read(erased)).toMatchObject({ kind: 'account.erased', subjectId: null, ...nothing });
  // Not yet twelve months old: the database would refuse.
  expect(await read(later)).toMatchObject({ subjectId: gone, redactedAt: null });
  expect(await read(ofRecent)).toMatchObject({ actorId: recent, redactedAt: null });
  expect(await verifyAudit(db, { now })).toMatchObject({ links: 6, redacted: 3, flaws: [] });
});

test('of two who are forgotten together, what one did to the other names neither', async ({ db, given }) => {
  const [one, other] = [uuid(), uuid()];
  const between = await given.auditEntry({ at: monthsAgo(20), actorId: one, subjectId: other });
  const erased = [];
  for (const subjectId of [one, other])
    erased.push(await given.auditEntry({ at: monthsAgo(13), kind: 'account.erased', subjectId }));
  await redactErased(db, { now });
  for (const id of [between, ...erased]) {
    const [entry] = await db.select().from(auditEntries).where(eq(auditEntries.id, id));
    expect(entry).toMatchObject({ actorId: null, subjectId: null, redactedAt: expect.any(Date) });
  }
});

test('what has forgotten one of the two whom it named forgets the other when their time has come', async ({
  db,
  given,
}) => {
  const [early, late] = [uuid(), uuid()];
  const between = await given.auditEntry({ at: monthsAgo(20), actorId: early, subjectId: late });
  await given.auditEntry({ at: monthsAgo(15), kind: 'account.erased', subjectId: early });
  await given.auditEntry({ at: monthsAgo(13), kind: 'account.erased', subjectId: late });
  const entry = async () => (await db.select().from(auditEntries).where(eq(auditEntries.id, between)))[0];
  const before = monthsAgo(2);
  await redactErased(db, { now: before });
  expect(await entry()).toMatchObject({ actorId: null, subjectId: late, redactedAt: before });
  await redactErased(db, { now });
  expect(await entry()).toMatchObject({ actorId: null, subjectId: null, redactedAt: before });
});

test('what is older than twelve months is redacted whole, or not at all', async ({ db, given }) => {
  const id = await given.auditEntry({ at: monthsAgo(13), actorId: uuid(), after: { n: 1 } });
  const whole = { actorId: null, before: null, after: null, requestId: null, ip: null, redactedAt: now };
  const tries = [
    { ...whole, redactedAt: null },
    { ...whole, after: { n: 2 } },
    { ...whole, actorId: uuid() },
    { ...whole, kind: 'account.created' },
  ];
  for (const set of tries)
    await expect(
      Promise.resolve(db.update(auditEntries).set(set).where(eq(auditEntries.id, id))),
    ).rejects.toMatchObject({ cause: { code: '42501' } });
  await db.update(auditEntries).set(whole).where(eq(auditEntries.id, id));
});
