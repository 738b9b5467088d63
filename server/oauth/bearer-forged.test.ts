import { createHmac, generateKeyPairSync } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK } from 'jose';
import { expect } from 'vitest';
import { test as base } from '@/server/testing/fixtures';
import { type Forgery, forgery, spell } from '@/server/testing/forged-tokens';
import { findBearer } from './bearer';

const APP_URL = 'http://localhost:3000';

const test = base
  .extend('person', { scope: 'file' }, ({ given }) => given.user())
  .extend('app', { scope: 'file' }, ({ given, person }) => given.app(person))
  .extend('forged', ({ db, app, person }) => forgery(db, { app, person }))
  .extend('opens', ({ db }) => async (token: string) => {
    const found = await findBearer(db, { token, appUrl: APP_URL, now: new Date() });
    return found !== undefined;
  });

test('a token of ours opens, and one spelled by hand that is in everything the same', async ({
  app,
  forged,
  opens,
}) => {
  expect(await opens(app.token)).toBe(true);
  expect(await opens(spell(forged, forged.key))).toBe(true);
});

type Make = (forged: Forgery) => string | Promise<string>;
const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const hmac = (key: string | Buffer) => (data: string) => createHmac('sha256', key).update(data).digest();

const none = ['none', 'None', 'NONE', 'nOnE', 'none ', ''].flatMap((alg): [string, Make][] => [
  [
    `alg "${alg}" without a signature`,
    ({ header, claims }) => spell({ header: { ...header, alg }, claims }, () => Buffer.alloc(0)),
  ],
  [
    `alg "${alg}" with our signature`,
    ({ header, claims, key }) => spell({ header: { ...header, alg }, claims }, key),
  ],
]);

const header = (changes: object | ((forged: Forgery) => object | Promise<object>)): Make => {
  return async (forged) => {
    const changed = typeof changes === 'function' ? await changes(forged) : changes;
    return spell({ header: { ...forged.header, ...changed }, claims: forged.claims }, forged.key);
  };
};

const claims =
  (changes: Record<string, unknown> | ((now: number) => Record<string, unknown>)): Make =>
  (forged) => {
    const changed = typeof changes === 'function' ? changes(Math.floor(Date.now() / 1000)) : changes;
    return spell({ header: forged.header, claims: { ...forged.claims, ...changed } }, forged.key);
  };

test.for<[string, Make]>([
  ...none,
  [
    'HS256 with our public key as PEM',
    ({ header, claims, publicKey }) =>
      spell(
        { header: { ...header, alg: 'HS256' }, claims },
        hmac(publicKey.export({ type: 'spki', format: 'pem' })),
      ),
  ],
  [
    'HS256 with our public key as DER',
    ({ header, claims, publicKey }) =>
      spell(
        { header: { ...header, alg: 'HS256' }, claims },
        hmac(publicKey.export({ type: 'spki', format: 'der' })),
      ),
  ],
  [
    'HS256 with our public key as JWK',
    ({ header, claims, publicKey }) =>
      spell(
        { header: { ...header, alg: 'HS256' }, claims },
        hmac(JSON.stringify(publicKey.export({ format: 'jwk' }))),
      ),
  ],
  ['another algorithm in the header', header({ alg: 'ES384' })],
  ['the key of a stranger under our kid', (forged) => spell(forged, stranger.privateKey)],
  [
    'the key of a stranger under its own kid',
    async (forged) => {
      const kid = await calculateJwkThumbprint(await exportJWK(stranger.publicKey));
      return spell({ header: { ...forged.header, kid }, claims: forged.claims }, stranger.privateKey);
    },
  ],
  ['a kid of nobody', header({ kid: 'A'.repeat(43) })],
  ['a kid that is a path', header({ kid: '../../../../dev/null' })],
  ['no kid', header({ kid: undefined })],
  ['jku', header({ jku: 'https://evil.example/jwks.json' })],
  ['x5u', header({ x5u: 'https://evil.example/chain.pem' })],
  ['x5c', header({ x5c: ['AAAA'] })],
  ['jwk, ours', header(({ publicKey }) => ({ jwk: publicKey.export({ format: 'jwk' }) }))],
  [
    'jwk of a stranger, signed with it',
    ({ header, claims }) =>
      spell(
        { header: { ...header, jwk: stranger.publicKey.export({ format: 'jwk' }) }, claims },
        stranger.privateKey,
      ),
  ],
  ['an unknown crit', header({ crit: ['mine'], mine: true })],
  ['a crit that libraries know', header({ crit: ['b64'], b64: true })],
  ['an empty crit', header({ crit: [] })],
  ['typ JWT', header({ typ: 'JWT' })],
  ['typ of an ID token`s kind', header({ typ: 'id+jwt' })],
  ['no typ', header({ typ: undefined })],
  ['another iss', claims({ iss: 'https://evil.example' })],
  ['iss with a slash more', claims({ iss: `${APP_URL}/` })],
  ['no iss', claims({ iss: undefined })],
  ['another aud', claims({ aud: 'https://evil.example' })],
  ['several aud', claims({ aud: [APP_URL, 'https://evil.example'] })],
  ['no aud', claims({ aud: undefined })],
  ['exp a second ago', claims((now) => ({ iat: now - 301, exp: now - 1 }))],
  ['exp at this moment', claims((now) => ({ iat: now - 300, exp: now }))],
  ['an exp that no token of ours has', claims((now) => ({ exp: now + 86_400 }))],
  ['no exp', claims({ exp: undefined })],
  ['an exp that is no number', claims({ exp: '9999999999' })],
  ['nbf in a minute', claims((now) => ({ nbf: now + 60 }))],
  ['iat in a minute', claims((now) => ({ iat: now + 60, exp: now + 300 }))],
  ['no iat', claims({ iat: undefined })],
  ['another sub', claims({ sub: '0198c2f0-0000-7000-8000-000000000001' })],
  ['another client_id', claims({ client_id: '0198c2f0-0000-7000-8000-000000000001' })],
  ['a sid of nobody', claims({ sid: '0198c2f0-0000-7000-8000-000000000001' })],
  ['a claim that we do not know', claims({ admin: true })],
  [
    'claims that were changed after signing',
    (forged) => {
      const [head, , signature] = spell(forged, forged.key).split('.');
      const body = Buffer.from(JSON.stringify({ ...forged.claims, scope: 'staff.operations' }));
      return `${head}.${body.toString('base64url')}.${signature}`;
    },
  ],
  [
    'a parameter of the header twice',
    ({ header, claims, key }) =>
      spell({ header: `{"alg":"none",${JSON.stringify(header).slice(1)}`, claims }, key),
  ],
  [
    'a claim twice, the right one last',
    ({ header, claims, key }) =>
      spell({ header, claims: `{"sub":"somebody",${JSON.stringify(claims).slice(1)}` }, key),
  ],
  [
    'a claim twice, both the same',
    ({ header, claims, key }) =>
      spell({ header, claims: `{"iss":"${APP_URL}",${JSON.stringify(claims).slice(1)}` }, key),
  ],
  ['__proto__ for claims', ({ header, key }) => spell({ header, claims: '{"__proto__":{}}' }, key)],
  ['claims that are no object', ({ header, key }) => spell({ header, claims: '[]' }, key)],
  ['claims that are no JSON', ({ header, key }) => spell({ header, claims: 'sub=1' }, key)],
  [
    'spaces in the claims',
    ({ header, claims, key }) => spell({ header, claims: JSON.stringify(claims, null, 1) }, key),
  ],
  ['more than 4096 characters', claims({ scope: 'profile.read '.repeat(400) })],
  ['four parts', (forged) => `${spell(forged, forged.key)}.AAAA`],
  ['two parts', (forged) => spell(forged, forged.key).split('.').slice(0, 2).join('.')],
  ['padding', (forged) => `${spell(forged, forged.key)}==`],
  ['a space before it', (forged) => ` ${spell(forged, forged.key)}`],
  ['a line more', (forged) => `${spell(forged, forged.key)}\n`],
  [
    'a signature in DER',
    (forged) => {
      const [head, body, signature = ''] = spell(forged, forged.key).split('.');
      const raw = Buffer.from(signature, 'base64url');
      const der = Buffer.concat([
        Buffer.from([0x30, 0x44, 0x02, 0x20]),
        raw.subarray(0, 32),
        Buffer.from([0x02, 0x20]),
        raw.subarray(32),
      ]);
      return `${head}.${body}.${der.toString('base64url')}`;
    },
  ],
  ['a signature of zeros', (forged) => spell(forged, () => Buffer.alloc(64))],
  ['nothing', () => ''],
])('refused: %s', async ([, make], { forged, opens }) => {
  expect(await opens(await make(forged))).toBe(false);
});

test('refused: a token cut off anywhere', async ({ app, opens }) => {
  const cut = Array.from({ length: app.token.length }, (_, length) => app.token.slice(0, length));
  const opened = await Promise.all(cut.map(opens));
  expect(opened.filter(Boolean)).toEqual([]);
  expect(opened.length).toBeGreaterThan(300);
});

test('refused: any one bit of the signature the other way, and its unused bits as well', async ({
  app,
  opens,
}) => {
  const [head = '', body = '', signature = ''] = app.token.split('.');
  const raw = Buffer.from(signature, 'base64url');
  for (let bit = 0; bit < raw.length * 8; bit++) {
    const flipped = Buffer.from(raw);
    flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    expect(await opens(`${head}.${body}.${flipped.toString('base64url')}`)).toBe(false);
  }
  // The last character carries four bits that say nothing: another spelling of the same signature.
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const last = alphabet.indexOf(signature.slice(-1));
  for (let unused = 1; unused < 16; unused++) {
    const same = signature.slice(0, -1) + alphabet.charAt(last ^ unused);
    expect(Buffer.from(same, 'base64url')).toEqual(raw);
    expect(await opens(`${head}.${body}.${same}`)).toBe(false);
  }
});

test('refused: a refresh token, and the cookie of a session', async ({ app, person, opens }) => {
  expect(await opens(app.refreshToken)).toBe(false);
  expect(await opens(person.token)).toBe(false);
});
