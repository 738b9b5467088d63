import { eq, sql } from 'drizzle-orm';
import { test as base, expect } from 'vitest';
import type { Database } from '@/db/client';
import { auditEntries, auditSeals } from '@/db/schema/audit';
import { createTestDatabase } from '@/server/testing/database';
import { makeGiven } from '@/server/testing/factories';
import { sealAudit, verifyAudit } from './seal';

/** A trail of its own for each test: a chain is about all there is. */
const test = base.extend<{ db: Database; entry: ReturnType<typeof makeGiven>['auditEntry'] }>({
  db: async ({}, provide) => {
    const database = await createTestDatabase();
    await provide(database.connection.db);
    await database.drop();
  },
  entry: async ({ db }, provide) => provide(makeGiven(db).auditEntry),
});

const now = new Date();
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const REFUSED = { cause: { code: '42501' } };

/** What only somebody can do who owns the database. */
async function tamper(db: Database, work: (tx: Database) => Promise<unknown>) {
  await db.transaction(async (tx) => {
    for (const table of [auditEntries, auditSeals])
      await tx.execute(sql`alter table ${table} disable trigger user`);
    await work(tx);
    for (const table of [auditEntries, auditSeals])
      await tx.execute(sql`alter table ${table} enable trigger user`);
  });
}

test('nothing that was written is changed, removed or emptied, neither entry nor seal', async ({
  db,
  entry,
}) => {
  const id = await entry();
  await sealAudit(db);
  const tries = [
    db.update(auditEntries).set({ kind: 'profile.updated' }).where(eq(auditEntries.id, id)),
    db.update(auditEntries).set({ ip: '198.51.100.1' }).where(eq(auditEntries.id, id)),
    db
      .update(auditEntries)
      .set({ digest: Buffer.alloc(32) })
      .where(eq(auditEntries.id, id)),
    db.delete(auditEntries).where(eq(auditEntries.id, id)),
    db.execute(sql`truncate audit_entries`),
    db.update(auditSeals).set({ link: Buffer.alloc(32) }),
    db.delete(auditSeals),
    db.execute(sql`truncate audit_seals`),
  ];
  for (const attempt of tries) await expect(Promise.resolve(attempt)).rejects.toMatchObject(REFUSED);
  expect(await verifyAudit(db, { now })).toMatchObject({ links: 1, flaws: [] });
});

test('an entry says its digest whatever it is given', async ({ db, entry }) => {
  const [one, other] = [
    await entry({ digest: Buffer.alloc(32), redactedAt: now }),
    await entry({ digest: Buffer.alloc(32) }),
  ];
  const rows = await db.select().from(auditEntries);
  expect(rows.map(({ id }) => id).sort()).toEqual([one, other].sort());
  expect(new Set(rows.map(({ digest }) => digest.toString('hex'))).size).toBe(2);
  expect(rows.map(({ redactedAt }) => redactedAt)).toEqual([null, null]);
});

test('many who seal at the same moment make one chain', async ({ db, entry }) => {
  for (let n = 0; n < 30; n++) await entry({ after: { n } });
  await Promise.all([1, 2, 3, 4].map(() => sealAudit(db)));
  await entry();
  expect(await sealAudit(db)).toBe(1);
  expect(await sealAudit(db)).toBe(0);
  const seqs = await db.select({ seq: auditSeals.seq }).from(auditSeals).orderBy(auditSeals.seq);
  expect(seqs.map(({ seq }) => seq)).toEqual(Array.from({ length: 31 }, (_, n) => n + 1));
  expect(await verifyAudit(db, { now })).toMatchObject({
    links: 31,
    flaws: [],
    waiting: 0,
    last: { seq: 31 },
  });
});

test('the digest of an entry is the same in every time zone', async ({ db, entry }) => {
  await entry();
  await sealAudit(db);
  await db.transaction(async (tx) => {
    await tx.execute(sql`set local time zone 'Asia/Kathmandu'`);
    expect(await verifyAudit(tx, { now })).toMatchObject({ links: 1, flaws: [] });
  });
});

test.for<[string, string, (tx: Database, id: string) => Promise<unknown>]>([
  [
    'a word of it changed',
    'changed',
    (tx, id) =>
      tx
        .update(auditEntries)
        .set({ after: { n: 0 } })
        .where(eq(auditEntries.id, id)),
  ],
  [
    'changed, with a digest that fits',
    'changed',
    (tx, id) =>
      tx
        .execute(sql`
        with new as (update audit_entries set actor_id = null, kind = 'account.created' where id = ${id} returning *)
        select 1 from new`)
        .then(() =>
          tx.execute(sql`update audit_entries set digest = audit_digest(audit_entries) where id = ${id}`),
        ),
  ],
  ['removed', 'missing', (tx, id) => tx.delete(auditEntries).where(eq(auditEntries.id, id))],
  [
    'removed with its seal',
    'out of order',
    (tx, id) => tx.delete(auditSeals).where(eq(auditSeals.entryId, id)),
  ],
  [
    'its seal made to fit',
    'out of order',
    (tx, id) =>
      tx
        .execute(sql`
        update audit_entries set kind = 'account.created', digest = ''::bytea where id = ${id}`)
        .then(() =>
          tx.execute(sql`update audit_seals set digest = sha256('new'::bytea) where entry_id = ${id}`),
        ),
  ],
  [
    'said to have been redacted, though it is new',
    'changed',
    (tx, id) =>
      tx.execute(
        sql`update audit_entries set redacted_at = now(), digest = sha256('x'::bytea) where id = ${id}`,
      ),
  ],
])('what was tampered with is found: %s', async ([, flaw, change], { db, entry }) => {
  await entry();
  const id = await entry({ after: { n: 1 } });
  await entry();
  await sealAudit(db);
  await tamper(db, (tx) => change(tx, id));
  const { flaws } = await verifyAudit(db, { now });
  expect(flaws.map((found) => found.flaw)).toContain(flaw);
});

test('an entry that no seal was put on is a flaw once it is old, whatever waits to be sealed', async ({
  db,
  entry,
}) => {
  const id = await entry({ at: minutesAgo(20) });
  await entry();
  expect(await verifyAudit(db, { now })).toMatchObject({
    waiting: 1,
    flaws: [{ seq: null, entryId: id, flaw: 'not sealed' }],
  });
});

test('a chain made anew from the start is found by a link that was kept elsewhere', async ({ db, entry }) => {
  await entry();
  await entry();
  await sealAudit(db);
  const { last } = await verifyAudit(db, { now });
  if (!last) throw new Error('there is a chain');
  await entry();
  await sealAudit(db);
  expect(await verifyAudit(db, { anchor: last, now })).toMatchObject({ links: 3, anchor: 'holds' });

  await tamper(db, async (tx) => {
    await tx.execute(sql`delete from audit_seals`);
    await tx.execute(sql`update audit_entries set actor_id = null, kind = 'account.created'`);
    await tx.execute(sql`update audit_entries set digest = audit_digest(audit_entries)`);
    await tx.execute(sql`insert into audit_unsealed (entry_id) select id from audit_entries`);
  });
  await sealAudit(db);
  expect(await verifyAudit(db, { anchor: last, now })).toMatchObject({
    flaws: [],
    anchor: 'is not in the chain',
  });
});
