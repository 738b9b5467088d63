import { rm } from 'node:fs/promises';
import { eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import { dataExports } from '@/db/schema/leaving';
import { sessions } from '@/db/schema/sign-in';
import { FRESH_SECONDS } from '@/server/auth/rules';
import { exportFile } from '@/server/export/files';
import { test as base } from '@/server/export/testing/exports-test';
import type { Person } from '@/server/testing/factories';
import { serve } from '@/server/testing/http';

const PAGE = { accept: 'text/html,application/xhtml+xml' };

const test = base.extend('download', { scope: 'file' }, async ({ db, dataDir }, { onCleanup }) => {
  const server = await serve(db, { services: { dataDir } });
  onCleanup(() => server.stop());
  return (
    id: string,
    person: Person | null,
    asked: { method?: string; headers?: Record<string, string> } = {},
  ) => {
    const cookie = person ? { cookie: `foyer.session=${person.token}` } : {};
    return server.ask({ path: `/api/exports/${id}`, ...asked, headers: { ...cookie, ...asked.headers } });
  };
});

test('hands the copy to its person as a file that nobody keeps, and writes it down', async ({
  given,
  making,
  download,
  trail,
}) => {
  const person = await given.user();
  const { id } = await making.copyOf(person);
  const answer = await download(id, person);
  expect(answer.status).toBe(200);
  expect(answer.text.slice(0, 2)).toBe('PK');
  expect(answer.headers).toMatchObject({
    'content-type': 'application/zip',
    'content-disposition': expect.stringMatching(
      new RegExp(`^attachment; filename="foyer-${person.handle}-\\d{4}-\\d\\d-\\d\\d\\.zip"$`),
    ),
    'cache-control': 'private, no-store',
    'x-content-type-options': 'nosniff',
  });
  expect((await trail(person)).at(-1)).toMatchObject({ kind: 'export.downloaded', actorId: person.id });
});

test.for(['suspended', 'paused', 'leaving'] as const)(
  'also to who is %s',
  async (how, { given, making, download }) => {
    const person = await given.user();
    const { id } = await making.copyOf(person);
    await given[how](person);
    expect((await download(id, person)).status).toBe(200);
  },
);

test('somebody else`s answers like one that is not there', async ({ db, given, making, download, trail }) => {
  const [person, other] = [await given.user(), await given.user()];
  const { id } = await making.copyOf(person);
  const over = await making.copyOf(person);
  await db
    .update(dataExports)
    .set({ expiresAt: new Date(Date.now() - 1) })
    .where(eq(dataExports.id, over.id));
  const waiting = await making.request(person);
  const missing = await download(uuid(), other);
  expect(missing.status).toBe(404);
  expect((await download(id, other)).text).toBe(missing.text);
  for (const path of [over.id, waiting.id, `${id}.zip`, `${id}/..`, '', '../../etc/passwd', id.toUpperCase()])
    expect([path, (await download(path, person)).status]).toEqual([path, 404]);
  expect((await trail(other)).map(({ kind }) => kind)).not.toContain('export.downloaded');
});

test('asks who does not prove who they are lately: a script with a reason, a visit with the page', async ({
  db,
  given,
  making,
  download,
  trail,
}) => {
  const person = await given.user();
  const { id } = await making.copyOf(person);
  const provenAt = new Date(Date.now() - FRESH_SECONDS * 1000);
  await db.update(sessions).set({ provenAt }).where(eq(sessions.userId, person.id));
  const refused = await download(id, person);
  expect(refused.status).toBe(403);
  expect(refused.json()).toMatchObject({ error: { data: { reason: 'STEP_UP_REQUIRED' } } });
  const visit = await download(id, person, { headers: PAGE });
  expect([visit.status, visit.headers.location]).toEqual([303, '/settings/account']);
  expect((await trail(person)).map(({ kind }) => kind)).not.toContain('export.downloaded');
});

test('a password alone is not enough for who has a second factor', async ({ given, making, download }) => {
  const person = await given.user();
  const { id } = await making.copyOf(person);
  await given.totp(person);
  expect((await download(id, person)).status).toBe(403);
});

test('who is not signed in is sent to sign in, and a token of an app is nobody`s', async ({
  given,
  making,
  download,
}) => {
  const person = await given.user();
  const { id } = await making.copyOf(person);
  const refused = await download(id, null);
  expect([refused.status, refused.json()]).toMatchObject([401, { error: { message: 'SIGNED_OUT' } }]);
  const visit = await download(id, null, { headers: PAGE });
  expect([visit.status, visit.headers.location]).toEqual([303, '/sign-in?next=%2Fsettings%2Faccount']);
  const byToken = await download(id, null, { headers: { authorization: 'Bearer something' } });
  expect(byToken.status).toBe(401);
});

test.for(['HEAD', 'POST'])('%s is not for it', async (method, { given, making, download }) => {
  const person = await given.user();
  const { id } = await making.copyOf(person);
  const answer = await download(id, person, { method });
  expect([answer.status, answer.headers.allow]).toEqual([405, 'GET']);
});

test('a file that was lost is not there', async ({ given, making, download, dataDir }) => {
  const person = await given.user();
  const { id } = await making.copyOf(person);
  await rm(exportFile(dataDir, id));
  expect((await download(id, person)).status).toBe(404);
});
