import { expect, test } from 'vitest';
import type { ReceiptDocument } from '@/server/leaving/catalog';
import { readDocument, readFile } from './receipt-document';
import { writeFile } from './receipt-file';

const receipt: ReceiptDocument = {
  version: 1,
  receipt: '0199a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b',
  issuer: 'https://foyer.example',
  erasedAt: '2026-12-06T13:05:00.000Z',
  data: [
    { kind: 'photos', outcome: 'erased', count: 4 },
    {
      kind: 'handles',
      outcome: 'kept',
      count: 1,
      ground: 'impersonation',
      until: '2027-03-06T13:05:00.000Z',
    },
  ],
};

test('a receipt comes back byte for byte from its file, whatever is in it', () => {
  const signed = { document: '{"a": "é\\n\\u2028",\n "b":1}', signature: 'header..signature' };
  expect(readFile(writeFile(signed))).toEqual(signed);
});

test('what is no receipt is none', () => {
  for (const text of ['', 'hello', '{}', '[]', '{"document":"{}"}', '{"document":{},"signature":"x"}'])
    expect(readFile(text)).toBeUndefined();
  const tooLong = JSON.stringify({ document: 'x'.repeat(100_001), signature: 'x' });
  expect(readFile(tooLong)).toBeUndefined();
});

test('a document is read, also with more in it than is known, and not when it is written otherwise', () => {
  expect(readDocument(JSON.stringify(receipt))).toEqual(receipt);
  expect(readDocument(JSON.stringify({ ...receipt, more: 1 }))).toEqual(receipt);
  expect(readDocument(JSON.stringify({ ...receipt, version: 2 }))).toBeUndefined();
  expect(readDocument(JSON.stringify({ ...receipt, data: [{ kind: 'moods' }] }))).toBeUndefined();
  expect(readDocument('no json')).toBeUndefined();
});
