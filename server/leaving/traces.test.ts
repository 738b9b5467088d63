import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { expect, onTestFinished, test } from 'vitest';
import { dataExports } from '@/db/schema/leaving';
import { formerHandles } from '@/db/schema/users';
import { passwordKey, totpKey } from '@/server/auth/proofs';
import { countUse } from '@/server/auth/throttle';
import { exportFile, exportsFolder } from '@/server/export/files';
import { addJob } from '@/server/jobs/queue';
import { buildMail } from '@/server/mail/message';
import { writeToOutbox } from '@/server/mail/outbox';
import { openStore } from '@/server/photos/open-store';
import { PHOTO_SIZES } from '@/server/photos/rules';
import { callerFor } from '@/server/testing/callers';
import { dumpDatabase, findCanaries, type Place } from '@/server/testing/canaries';
import { crowd, crowdAround } from '@/server/testing/crowd';
import { createTestDatabase } from '@/server/testing/database';
import { makeGiven } from '@/server/testing/factories';
import type { ReceiptDocument } from './catalog';
import { erase } from './testing/erase-with';
import { folder } from './testing/folder';

const PAST = new Date(Date.now() - 1000);

/** Every file in a folder, with its name. */
async function filesIn(path: string): Promise<Place[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const file = join(entry.parentPath, entry.name);
        return { name: 'a file', text: `${file}\n${await readFile(file, 'latin1')}` };
      }),
  );
}

test('afterwards nothing of the person is anywhere but what the receipt names', async () => {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  const { db } = database.connection;
  const given = makeGiven(db);
  const dataDir = await folder();
  const outboxDir = join(dataDir, 'outbox');
  await crowd(db, 20);
  // Nothing in it looks like something else: the handle and what it looks like are one text.
  const mark = uuid().slice(-8).replace(/[01]/g, 'x');
  const person = await given.user({
    email: `quillon-${mark}@example.test`,
    displayName: `Quillon ${mark}`,
    handle: `quillon-${mark}`,
  });
  const former = { handle: `zabarte-${mark}`, email: `zabarte-${mark}@example.test` };
  const canaries = [
    { name: 'id', value: person.id },
    { name: 'address', value: person.email },
    { name: 'former address', value: former.email },
    { name: 'name', value: person.displayName },
    { name: 'handle', value: person.handle },
    { name: 'former handle', value: former.handle },
  ];

  // Everything around them that a person can have, and what others and strangers have of them.
  await crowdAround(db, person, 20);
  const friend = await given.user();
  const client = await given.client({ ownerId: person.id });
  await given.app(person, { client });
  await given.code(person, { client });
  await given.passkey(person, { name: person.displayName });
  await given.contacts(person, friend);
  await given.message(person, friend, { body: `Yours, ${person.displayName}` });
  await given.message(friend, person, { body: `Dear ${person.displayName}`, removedAt: new Date() });
  await given.reset({ email: person.email });
  await given.signUp({ email: person.email, displayName: person.displayName });
  await given.attempt(person);
  await given.knownBrowser(person);
  const { id: eventId } = await given.event(person, { details: { name: person.displayName } });
  const held = { releasedAt: new Date(), heldUntil: new Date(Date.now() + 86_400_000) };
  await db.insert(formerHandles).values({ handle: former.handle, userId: person.id, ...held });
  await given.emailChange({ ...person, email: former.email }, { stage: 'confirmed', newEmail: person.email });
  for (const key of [passwordKey(person.email), passwordKey(former.email, 'x'), totpKey(person.id, 'y')])
    await db.execute(sql`
      insert into proof_failures (key, failures, in_a_row, last_at, open_at) values (${key}, 1, 1, now(), now())`);
  await countUse(db, { limit: 'security.person', key: person.id });
  await countUse(db, { limit: 'mail.address', key: `reset:${person.email}` });
  const told = await given.told(person, {
    type: 'security.factorChanged',
    data: { eventId, kind: 'passkey.added' },
  });
  await addJob(db, { name: 'notifications.mail', payload: { eventId: told, userId: person.id } });
  await callerFor(db, person).profile.update({ bio: `I am ${person.displayName}` });
  const photo = await given.photo(person);
  const files = new Map(PHOTO_SIZES.map((size) => [size, Buffer.from(`a photo of ${person.displayName}`)]));
  const store = openStore({ dataDir, uploadthingToken: undefined });
  await store.put({ key: photo.key, files });
  const exportId = uuid();
  const asked = { state: 'ready' as const, requestedAt: new Date(), readyAt: new Date() };
  await db.insert(dataExports).values({ id: exportId, userId: person.id, ...asked });
  await mkdir(exportsFolder(dataDir));
  await writeFile(exportFile(dataDir, exportId), `all of ${person.displayName}`);
  for (const to of [person.email, former.email]) {
    const letter = { subject: 'Hello', text: `Hello ${person.displayName}`, html: '', messageId: 'a' };
    const mail = await buildMail({ from: 'foyer@example.test', message: { to, ...letter } });
    await writeToOutbox(outboxDir, { mail, now: new Date() });
  }

  const { receiptId } = await given.leaving(person, { dueAt: PAST });
  await addJob(db, { name: 'notifications.digestMail', payload: { userId: person.id } });
  const before = findCanaries(canaries, [...(await dumpDatabase(db)), ...(await filesIn(dataDir))]);
  expect(before).toEqual(
    expect.arrayContaining([
      'id in public.users.id',
      'name in a file',
      'former address in a file',
      'id in graphile_worker._private_jobs.payload',
      'former handle in public.former_handles.handle',
      'address in public.rate_limits.key',
    ]),
  );
  await erase(db, person, { dataDir, outboxDir });

  const after = findCanaries(canaries, [...(await dumpDatabase(db)), ...(await filesIn(dataDir))]);
  expect(after.sort()).toEqual([
    'former handle in public.former_handles.handle',
    'former handle in public.former_handles.handle_lookalike',
    'handle in public.former_handles.handle',
    'handle in public.former_handles.handle_lookalike',
    'id in public.audit_entries.actor_id',
    'id in public.audit_entries.subject_id',
  ]);
  const receipt = await callerFor(db, null).account.receipt({ id: receiptId });
  if (receipt.state !== 'erased') throw new Error('there is no receipt');
  const { document, signature } = receipt;
  const { data }: ReceiptDocument = JSON.parse(document);
  expect(data.filter(({ outcome }) => outcome !== 'erased')).toEqual([
    { kind: 'appsOwned', outcome: 'anonymised', count: 21, ground: 'others' },
    {
      kind: 'handles',
      outcome: 'kept',
      count: 2,
      ground: 'impersonation',
      until: expect.any(String),
    },
    {
      kind: 'auditTrail',
      outcome: 'kept',
      count: expect.any(Number),
      ground: 'accountability',
      until: expect.any(String),
    },
  ]);
  expect(await callerFor(db, null).account.verifyReceipt({ document, signature })).toEqual({ genuine: true });
  // And nobody else lost anything.
  expect(await callerFor(db, friend).profile.me()).toMatchObject({ handle: friend.handle });
});
