import { expect, onTestFinished } from 'vitest';
import type { Database } from '@/db/client';
import { receiptKeys } from '@/db/schema/leaving';
import { rotateKeys } from '@/server/auth/rotate-keys';
import { callerFor, SECRET } from '@/server/testing/callers';
import { createTestDatabase } from '@/server/testing/database';
import { makeGiven } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';
import { signReceipt } from './receipt-keys';
import { composeReceipt } from './receipts';
import { erase } from './testing/erase-with';

const now = new Date('2030-01-31T12:00:00Z');
const NEXT = 'another secret of the tests, which is long enough as well';

async function ownDatabase() {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  return database.connection.db;
}

/** The receipt of somebody who has left. */
async function receiptFor(db: Database) {
  const given = makeGiven(db);
  const person = await given.leaving(await given.user(), { dueAt: new Date(0) });
  await erase(db, person);
  const receipt = await callerFor(db, null).account.receipt({ id: person.receiptId });
  if (receipt.state !== 'erased') throw new Error('there is no receipt');
  const { document, signature } = receipt;
  return { document, signature };
}

test('says of each kind what became of it, how much, why, and until when', () => {
  const document = composeReceipt({
    receiptId: '0195a000-0000-7000-8000-000000000000',
    issuer: 'https://foyer.example.test',
    erasedAt: now,
    erased: { messagesSent: 3, sessions: 2, links: 0 },
    keepsMessages: true,
    kept: { handles: 1, appsOwned: 0, auditTrail: 9 },
  });
  expect(JSON.parse(document)).toEqual({
    version: 1,
    receipt: '0195a000-0000-7000-8000-000000000000',
    issuer: 'https://foyer.example.test',
    erasedAt: '2030-01-31T12:00:00.000Z',
    data: [
      { kind: 'account', outcome: 'erased', count: 1 },
      { kind: 'profile', outcome: 'erased', count: 1 },
      { kind: 'messagesSent', outcome: 'anonymised', count: 3, ground: 'choice' },
      { kind: 'sessions', outcome: 'erased', count: 2 },
      {
        kind: 'handles',
        outcome: 'kept',
        count: 1,
        ground: 'impersonation',
        until: '2030-05-01T12:00:00.000Z',
      },
      {
        kind: 'auditTrail',
        outcome: 'kept',
        count: 9,
        ground: 'accountability',
        until: '2031-01-31T12:00:00.000Z',
      },
    ],
  });
});

test('is genuine as it was signed, and in no other way', async ({ db }) => {
  const { account } = callerFor(db, null);
  const [receipt, other] = [await receiptFor(db), await receiptFor(db)];
  const { document, signature } = receipt;
  const [header = '', payload = '', proof = ''] = signature.split('.');
  const none = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
  const changed = document.replace('"count":1', '"count":2');
  expect(await account.verifyReceipt(receipt)).toEqual({ genuine: true });
  for (const wrong of [
    { document: changed, signature },
    { document: `${document} `, signature },
    { document, signature: other.signature },
    { document: changed, signature: [header, Buffer.from(changed).toString('base64url'), proof].join('.') },
    { document, signature: `${none}.${payload}.` },
    { document, signature: [header, payload, 'A'.repeat(86)].join('.') },
    { document, signature: `${header}.${payload}` },
    { document, signature: '' },
    { document: '', signature: 'a.b.c' },
    ...['', 'k'.repeat(43), '\0', 1, null].map((kid) => ({
      document,
      signature: [
        Buffer.from(JSON.stringify({ alg: 'ES256', kid })).toString('base64url'),
        payload,
        proof,
      ].join('.'),
    })),
  ])
    expect(await account.verifyReceipt(wrong)).toEqual({ genuine: false });
});

test('ten at once make one key, whose private half is encrypted', async () => {
  const db = await ownDatabase();
  const document = '{}';
  const secrets: [string] = [SECRET];
  const signed = await Promise.all(
    Array.from({ length: 10 }, () => signReceipt(db, { document, secrets, now })),
  );
  const keys = await db.select().from(receiptKeys);
  expect(keys).toHaveLength(1);
  expect(keys[0]?.privateKey).toMatch(/^v1\./);
  for (const signature of signed)
    expect(await callerFor(db, null).account.verifyReceipt({ document, signature })).toEqual({
      genuine: true,
    });
});

test('outlives the secret: rotated or lost, what was signed before is still genuine', async () => {
  const db = await ownDatabase();
  const before = await receiptFor(db);
  const { account } = callerFor(db, null);
  const cause = { actorId: null };
  await rotateKeys(db, { secrets: [NEXT, SECRET], cause, now: new Date() });
  expect(await account.verifyReceipt(before)).toEqual({ genuine: true });
  // The earlier secret is not needed any more to sign with the same key.
  await signReceipt(db, { document: '{}', secrets: [NEXT], now });
  expect(await db.$count(receiptKeys)).toBe(1);
  // All secrets lost: a new key signs, and the old one still proves.
  await signReceipt(db, { document: '{}', secrets: ['a third secret of the tests, long enough too'], now });
  expect(await db.$count(receiptKeys)).toBe(2);
  expect(await account.verifyReceipt(before)).toEqual({ genuine: true });
});

test('an id that never was one is not there', async ({ db, given }) => {
  const { id } = await given.user();
  expect(await refusal(callerFor(db, null).account.receipt({ id }))).toEqual({ reason: 'NOT_FOUND' });
});
