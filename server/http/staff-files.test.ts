import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { eq } from 'drizzle-orm';
import { expect, onTestFinished } from 'vitest';
import type { Database } from '@/db/client';
import { sessions } from '@/db/schema/sign-in';
import { users } from '@/db/schema/users';
import { servicesFor } from '@/server/testing/callers';
import type { Person } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { sendFile } from './staff-files';

/** What is downloaded of a file of three pieces, where something happens after the first. */
async function downloadOf(db: Database, reader: Person, meanwhile: () => Promise<unknown>) {
  const { cookies, log } = servicesFor(db);
  const context = { db, cookies, log, cookie: () => reader.token };
  async function* lines() {
    yield 'one\n';
    await meanwhile();
    yield 'two\n';
    yield 'three\n';
  }
  const file = { name: 'people', format: 'csv', type: 'text/csv', permission: 'person.view' as const };
  const server = createServer((_, response) => {
    void sendFile(response, { ...file, lines: lines(), now: new Date() }, context);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return new Promise<string>((resolve, reject) => {
    get({ port, host: '127.0.0.1' }, (answer) => {
      text(answer).then(resolve, reject);
    }).on('error', reject);
  });
}

test('a file comes whole to who may read it to its end', async ({ db, given }) => {
  const reader = await given.holder('person.view');
  expect(await downloadOf(db, reader, async () => {})).toBe('one\ntwo\nthree\n');
});

test.for<[string, (of: { db: Database; reader: Person & { roleId: string } }) => Promise<unknown>]>([
  ['is signed out', ({ db, reader }) => db.delete(sessions).where(eq(sessions.userId, reader.id))],
  [
    'is suspended',
    ({ db, reader }) => db.update(users).set({ status: 'suspended' }).where(eq(users.id, reader.id)),
  ],
])(
  'a file breaks off, and is not taken for a whole one, once its reader %s',
  async ([, happens], { db, given }) => {
    const reader = await given.holder('person.view');
    await expect(downloadOf(db, reader, () => happens({ db, reader }))).rejects.toThrow();
  },
);

test('so it does once the permission is taken', async ({ db, given }) => {
  const reader = await given.holder('person.view');
  const take = () => given.noMembership({ userId: reader.id, principalId: reader.roleId });
  await expect(downloadOf(db, reader, take)).rejects.toThrow();
});
