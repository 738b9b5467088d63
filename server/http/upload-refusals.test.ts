import { request as httpRequest } from 'node:http';
import { eq } from 'drizzle-orm';
import { describe, expect } from 'vitest';
import type { Database } from '@/db/client';
import { photos, photoUploads } from '@/db/schema/photos';
import { sessions } from '@/db/schema/sign-in';
import { PHOTO_BYTES } from '@/server/photos/rules';
import { SECRET } from '@/server/testing/callers';
import type { Person } from '@/server/testing/factories';
import { photoClient } from '@/server/testing/photo-client';
import { picture, storedFiles, photoTest as test } from '@/server/testing/photo-fixtures';
import { signatureOf } from '@/server/uploads/links';
import { HERE, localToken } from '@/server/uploads/token';

/** A link that is signed as ours are. */
function signed(key: string, { expires = Date.now() + 60_000, size = 1, id = 'x' } = {}) {
  const query = `expires=${expires}&x-ut-file-size=${size}&x-ut-custom-id=${id}`;
  const signature = signatureOf(`${HERE}/${key}?${query}`, localToken(SECRET));
  return `/api/uploads/${key}?${query}&signature=${encodeURIComponent(signature)}`;
}

/** What is there of a person, and of everybody's files. */
async function stateOf({ db, dataDir, person }: { db: Database; dataDir: string; person: Person }) {
  const mine = await db.select().from(photos).where(eq(photos.userId, person.id));
  const uploads = await db.select().from(photoUploads).where(eq(photoUploads.userId, person.id));
  return { photos: mine, uploads: uploads.length, files: await storedFiles(dataDir) };
}

const KEY = 'a'.repeat(48);

/** Somebody who has a photo already, and a link for the next one. */
async function beginAgain(
  given: { user(): Promise<Person> },
  server: Parameters<typeof photoClient>[0],
  bytes: Buffer,
) {
  const person = await given.user();
  const client = photoClient(server, person);
  await client.upload(await picture('teal'));
  return { person, client, link: await client.link({ size: bytes.length }) };
}

describe('refused, the old photo in its place and nothing left of the upload:', () => {
  test.for([
    ['fewer bytes than announced', (bytes: Buffer) => bytes.subarray(1), 'INPUT_INVALID'],
    ['more bytes than announced', (bytes: Buffer) => Buffer.concat([bytes, bytes]), 'INPUT_INVALID'],
    ['no image', (bytes: Buffer) => Buffer.alloc(bytes.length, 'no image'), 'PHOTO_NOT_AN_IMAGE'],
    [
      'an image that breaks off',
      (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 60), Buffer.alloc(bytes.length - 60)]),
      'PHOTO_NOT_AN_IMAGE',
    ],
    [
      'an SVG in disguise',
      (bytes: Buffer) => Buffer.alloc(bytes.length, '<svg xmlns="http://www.w3.org/2000/svg"/>'),
      'PHOTO_FORMAT',
    ],
    [
      'a HEIC in disguise',
      (bytes: Buffer) =>
        Buffer.concat([Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic'), Buffer.alloc(bytes.length - 24)]),
      'PHOTO_FORMAT',
    ],
  ] as const)('%s', async ([, change, reason], { db, dataDir, server, given }) => {
    const bytes = await picture('navy');
    const { person, client, link } = await beginAgain(given, server, bytes);
    const before = await stateOf({ db, dataDir, person });
    const answer = await client.put(link, change(bytes));
    expect([answer.status, await answer.json()]).toEqual([200, { error: reason }]);
    expect(await stateOf({ db, dataDir, person })).toEqual({ ...before, uploads: 0 });
    // Nor is there a second try with the same link.
    expect(await (await client.put(link, bytes)).json()).toEqual({ error: 'UPLOAD_EXPIRED' });
  });

  test('more lines around a file than belong there', async ({ db, dataDir, server, given }) => {
    const bytes = await picture('navy');
    const { person, link } = await beginAgain(given, server, bytes);
    const before = await stateOf({ db, dataDir, person });
    const boundary = 'a-line-that-is-in-no-picture';
    const put = async (to: string, lines: number) => {
      const head = `--${boundary}\r\n${'a: b\r\n'.repeat(lines)}content-disposition: form-data; name="file"; filename="a"\r\n\r\n`;
      const headers = {
        cookie: `foyer.session=${person.token}`,
        'sec-fetch-site': 'same-origin',
        'content-type': `multipart/form-data; boundary=${boundary}`,
      };
      const body = Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
      return (await fetch(`http://127.0.0.1:${server.port}${to}`, { method: 'PUT', headers, body })).json();
    };
    expect(await put(link, 1000)).toEqual({ error: 'INPUT_INVALID' });
    expect(await stateOf({ db, dataDir, person })).toEqual({ ...before, uploads: 0 });
    expect(await put(await photoClient(server, person).link({ size: bytes.length }), 10)).toHaveProperty(
      'serverData',
    );
  });

  test('a link that is over, that was used, and that nobody registered', async ({
    db,
    dataDir,
    server,
    given,
  }) => {
    const bytes = await picture('navy');
    const { person, client, link } = await beginAgain(given, server, bytes);
    const before = await stateOf({ db, dataDir, person });
    const refused = { error: 'UPLOAD_EXPIRED' };
    for (const url of [
      signed(KEY, { expires: Date.now() - 1 }),
      signed(KEY),
      signed(KEY, { expires: Number.NaN }),
    ])
      expect(await (await client.put(url, bytes)).json()).toEqual(refused);
    await db.update(photoUploads).set({ expiresAt: new Date() }).where(eq(photoUploads.userId, person.id));
    expect(await (await client.put(link, bytes)).json()).toEqual(refused);
    expect(await stateOf({ db, dataDir, person })).toEqual(before);
    const again = await client.link({ size: bytes.length });
    expect(await (await client.put(again, bytes)).json()).toHaveProperty('serverData');
    const after = await stateOf({ db, dataDir, person });
    expect(await (await client.put(again, bytes)).json()).toEqual(refused);
    expect(await stateOf({ db, dataDir, person })).toEqual(after);
  });

  test('a link that was changed, anywhere', async ({ server, given }) => {
    const bytes = await picture('navy');
    const { client, link } = await beginAgain(given, server, bytes);
    const [path = '', query = ''] = link.split('?');
    const other = (letter: string) => (letter === 'a' ? 'b' : 'a');
    const changed = [
      `${path.slice(0, -1)}${other(path.slice(-1))}?${query}`,
      link.replace(/x-ut-file-size=\d+/, 'x-ut-file-size=9'),
      link.replace(/expires=\d+/, `expires=${Date.now() + 1e9}`),
      link.replace('x-ut-slug=avatar', 'x-ut-slug=banner'),
      link.slice(0, -1) + other(link.slice(-1)),
      link.replace(/&signature=.*/, ''),
      link.replace(/&signature=.*/, '&signature='),
      `${link}&x-ut-file-size=9`,
      link.replace('?', '?x=1&'),
    ];
    for (const url of changed) {
      const answer = await client.put(url, bytes);
      expect([url, answer.status, await answer.json()]).toEqual([url, 403, { message: 'NOT_ALLOWED' }]);
      expect((await client.head(url)).status).toBe(403);
    }
    // None of them has used the real one up.
    expect(await (await client.put(link, bytes)).json()).toHaveProperty('serverData');
  });

  test.for([
    '/api/uploads/../../etc/passwd',
    '/api/uploads/..%2f..%2fetc%2fpasswd?x=1&signature=y',
    '/api/uploads/%2e%2e/x?x=1&signature=y',
    '/api/uploads/a\\..\\b?x=1&signature=y',
    '/api/uploads/%00?x=1&signature=y',
    '/api/uploads/',
    signed('../../x'),
    signed('..%2f..%2fx'),
    signed('__proto__'),
  ])('a path that leads elsewhere: %s', async (path, { server, given }) => {
    const { token } = await given.user();
    const cookie = `foyer.session=${token}`;
    const answer = await server.ask({
      method: 'PUT',
      path,
      text: 'x',
      headers: { cookie, 'content-type': 'text/plain' },
    });
    expect([answer.status, answer.json()]).toEqual([403, { message: 'NOT_ALLOWED' }]);
  });

  test('one link twice at the same moment: one photo', async ({ db, dataDir, server, given }) => {
    const bytes = await picture('navy');
    const { person, client, link } = await beginAgain(given, server, bytes);
    const answers = await Promise.all([1, 2, 3].map(async () => (await client.put(link, bytes)).json()));
    const refused = answers.filter((answer) => Object.hasOwn(Object(answer), 'error'));
    expect(refused).toEqual([{ error: 'UPLOAD_EXPIRED' }, { error: 'UPLOAD_EXPIRED' }]);
    expect((await stateOf({ db, dataDir, person })).photos).toHaveLength(2);
  });

  test('somebody else’s link, a visitor, a session that has ended, another site', async ({
    db,
    server,
    given,
  }) => {
    const bytes = await picture('navy');
    const { person, client, link } = await beginAgain(given, server, bytes);
    const put = async (who: Person | null, more = {}) =>
      (await photoClient(server, who).put(link, bytes, more)).json();
    expect(await put(await given.user())).toEqual({ error: 'UPLOAD_EXPIRED' });
    expect(await put(null)).toEqual({ error: 'SIGNED_OUT' });
    expect(await put(person, { 'sec-fetch-site': 'cross-site' })).toMatchObject({
      error: { message: 'CROSS_SITE' },
    });
    const other = await given.session(person);
    await db.delete(sessions).where(eq(sessions.userId, person.id));
    expect(await put(other)).toEqual({ error: 'SESSION_ENDED' });
    expect((await client.head(link)).status).toBe(200);
  });

  test('more than a photo may have, before it is read', async ({ server, given }) => {
    const { link, person } = await beginAgain(given, server, Buffer.alloc(100));
    const headers = {
      cookie: `foyer.session=${person.token}`,
      'content-type': 'multipart/form-data; boundary=x',
    };
    const large = { ...headers, 'content-length': String(PHOTO_BYTES + 100_000) };
    const answer = await server.ask({ method: 'PUT', path: link, text: 'x', headers: large });
    expect([answer.status, answer.headers.connection]).toEqual([413, 'close']);
    const chunked = { ...headers, 'content-length': undefined, 'transfer-encoding': 'chunked' };
    expect((await server.ask({ method: 'PUT', path: link, text: 'x', headers: chunked })).status).toBe(411);
  });

  test.for([
    ['no form', 'text/plain', 'x'],
    [
      'a form without a file',
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="file"\r\n\r\nx\r\n--b--\r\n',
    ],
    [
      'another name',
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="x"; filename="x"\r\n\r\nx\r\n--b--\r\n',
    ],
    [
      'a form that breaks off',
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\nx',
    ],
    ['no boundary', 'multipart/form-data', 'x'],
  ] as const)('%s', async ([, type, text], { db, dataDir, server, given }) => {
    const { link, person } = await beginAgain(given, server, Buffer.alloc(1));
    const headers = { cookie: `foyer.session=${person.token}`, 'content-type': type };
    const answer = await server.ask({ method: 'PUT', path: link, text, headers });
    expect([answer.status, answer.json()]).toEqual([200, { error: 'INPUT_INVALID' }]);
    expect((await stateOf({ db, dataDir, person })).uploads).toBe(0);
  });

  test('a callback from outside, however well it is signed', async ({ db, dataDir, server, given }) => {
    const person = await given.user();
    const client = photoClient(server, person);
    const body = { status: 'uploaded', metadata: { userId: person.id }, origin: HERE, file: { key: KEY } };
    const signature = signatureOf(JSON.stringify(body), localToken(SECRET));
    for (const hook of ['callback', 'error']) {
      const headers = { 'uploadthing-hook': hook, 'x-uploadthing-signature': signature };
      const answer = await client.post('slug=avatar', body, headers);
      expect([answer.status, await answer.json()]).toEqual([403, { message: 'NOT_ALLOWED' }]);
    }
    expect((await stateOf({ db, dataDir, person })).photos).toEqual([]);
  });

  test('an upload that its person breaks off', async ({ db, server, given }) => {
    const { link, person } = await beginAgain(given, server, Buffer.alloc(1000));
    const rows = () =>
      db.select({ at: photoUploads.takenAt }).from(photoUploads).where(eq(photoUploads.userId, person.id));
    const headers = {
      host: 'localhost:3000',
      'sec-fetch-site': 'same-origin',
      cookie: `foyer.session=${person.token}`,
      'content-type': 'multipart/form-data; boundary=b',
      'content-length': 1000,
    };
    const sending = httpRequest({ port: server.port, method: 'PUT', path: link, headers, agent: false });
    sending.on('error', () => undefined);
    sending.write('--b\r\n');
    await expect.poll(rows).toEqual([{ at: expect.any(Date) }]);
    sending.destroy();
    await expect.poll(rows).toEqual([]);
  });
});
