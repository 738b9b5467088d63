import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { oauthClients } from '@/db/schema/oauth';
import { hashToken, randomToken } from '@/server/auth/tokens';
import { toldAs } from '@/server/testing/app-calls';
import { test } from '@/server/testing/fixtures';
import { authenticateClient } from './client-authentication';

interface Proof {
  basic?: [string, string];
  header?: string;
  form?: Record<string, string | undefined>;
}

function prove(db: Database, { basic, header, form = {} }: Proof) {
  const pair = basic && `Basic ${Buffer.from(basic.join(':')).toString('base64')}`;
  const given = Object.entries(form).flatMap(([name, value]) =>
    value === undefined ? [] : ([[name, value]] as const),
  );
  return authenticateClient(db, { authorization: header ?? pair, form: new Map(given) });
}

test('a confidential client proves itself in the header or in the form', async ({ db, given }) => {
  const { id, secret = '' } = await given.client({ type: 'confidential' });
  expect((await prove(db, { basic: [id, secret] })).id).toBe(id);
  expect((await prove(db, { basic: [id, secret], form: { client_id: id } })).id).toBe(id);
  expect((await prove(db, { form: { client_id: id, client_secret: secret } })).id).toBe(id);
});

test('both halves of the header are form-encoded', async ({ db, given }) => {
  const { id } = await given.client({ type: 'confidential' });
  const secret = 'a b+c:d%é/=';
  await db
    .update(oauthClients)
    .set({ secretHash: hashToken(secret) })
    .where(eq(oauthClients.id, id));
  const encoded = (text: string) => new URLSearchParams({ text }).toString().slice('text='.length);
  expect((await prove(db, { basic: [encoded(id).replaceAll('-', '%2D'), encoded(secret)] })).id).toBe(id);
  expect(await toldAs(prove(db, { basic: [id, 'a b+c:d%é/='] }))).toBe('invalid_client');
});

test('a public client is known by its id alone', async ({ db, given }) => {
  const { id } = await given.client();
  expect((await prove(db, { form: { client_id: id } })).id).toBe(id);
  for (const proof of [
    { form: { client_id: id, client_secret: randomToken() } },
    { basic: [id, randomToken()] as [string, string] },
  ])
    expect(await toldAs(prove(db, proof))).toBe('invalid_client');
});

test('a confidential client without its secret, or with another one, is refused', async ({ db, given }) => {
  const { id, secret = '' } = await given.client({ type: 'confidential' });
  const another = await given.client({ type: 'confidential' });
  for (const proof of [
    { form: { client_id: id } },
    { form: { client_id: id, client_secret: another.secret } },
    { form: { client_id: id, client_secret: hashToken(secret) } },
    { basic: [id, ''] as [string, string] },
    { basic: [id, `${secret}x`] as [string, string] },
    { basic: [another.id, secret] as [string, string] },
  ])
    expect(await toldAs(prove(db, proof))).toBe('invalid_client');
});

test('two ways at once are refused, even when both are right', async ({ db, given }) => {
  const { id, secret = '' } = await given.client({ type: 'confidential' });
  const another = await given.client();
  const basic: [string, string] = [id, secret];
  for (const form of [
    { client_id: id, client_secret: secret },
    { client_secret: secret },
    { client_id: another.id },
  ])
    expect(await toldAs(prove(db, { basic, form }))).toBe('invalid_request');
});

test('a client that is off is refused, with the right secret too', async ({ db, given }) => {
  const { id, secret } = await given.client({ type: 'confidential', enabled: false });
  const open = await given.client({ enabled: false });
  expect(await toldAs(prove(db, { form: { client_id: id, client_secret: secret } }))).toBe('invalid_client');
  expect(await toldAs(prove(db, { form: { client_id: open.id } }))).toBe('invalid_client');
});

test('what is no proof at all is refused', async ({ db, given }) => {
  const { id } = await given.client();
  for (const proof of [
    {},
    { form: { client_id: 'nobody' } },
    { form: { client_id: randomToken() } },
    { header: 'Basic' },
    { header: 'Basic !!!' },
    { header: `Basic ${Buffer.from('without a colon').toString('base64')}` },
    { header: `Basic ${Buffer.from('%zz:%zz').toString('base64')}` },
    { header: `Bearer ${randomToken()}`, form: { client_id: id } },
    { form: { client_id: id, client_assertion: 'a JWT', client_assertion_type: 'a type' } },
  ])
    expect(await toldAs(prove(db, proof))).toBe('invalid_client');
});
