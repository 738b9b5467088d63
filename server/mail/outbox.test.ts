import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createMailer } from './deliver';
import { buildMail } from './message';
import { listOutbox, readOutboxMail, writeToOutbox } from './outbox';

const from = 'Foyer <foyer@example.test>';
const message = {
  to: 'ada@example.test',
  subject: 'Vérifiez\u00A0: ça marche\u202F?',
  html: '<p>Oui</p>',
  text: 'Oui',
  messageId: 'f00d',
};

async function emptyOutbox() {
  const directory = await mkdtemp(join(tmpdir(), 'foyer-outbox-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return join(directory, 'outbox');
}

test('without a server a mail lies in the outbox, for our own user only', async () => {
  const outboxDir = await emptyOutbox();
  await createMailer({ smtpUrl: undefined, from, outboxDir }).send(message);
  const files = await readdir(outboxDir);
  expect(files).toEqual([expect.stringMatching(/^\d{8}T\d{6}\.\d{3}Z-[0-9a-f]{16}\.eml$/)]);
  expect((await stat(join(outboxDir, files[0] ?? ''))).mode & 0o777).toBe(0o600);
  expect((await stat(outboxDir)).mode & 0o777).toBe(0o700);
  const [entry] = await listOutbox(outboxDir);
  const mail = await readOutboxMail(outboxDir, entry?.id ?? '');
  expect(mail).toMatchObject({
    id: entry?.id,
    to: 'ada@example.test',
    from: 'foyer@example.test',
    subject: message.subject,
    messageId: '<f00d@example.test>',
  });
  expect(mail?.html.trimEnd()).toBe(message.html);
  expect(mail?.text.trimEnd()).toBe(message.text);
});

test('the list is newest first and leaves out what is no mail', async () => {
  const outboxDir = await emptyOutbox();
  const times = ['2026-03-01T10:00:00.000Z', '2026-03-02T09:30:00.500Z', '2025-12-31T23:59:59.999Z'];
  for (const time of times) {
    const mail = await buildMail({ from, message: { ...message, subject: time } });
    await writeToOutbox(outboxDir, { mail, now: new Date(time) });
  }
  await writeFile(join(outboxDir, '20260301T100000.000Z-0123456789abcdef.eml.part'), 'half');
  await writeFile(join(outboxDir, 'notes.eml'), 'not ours');
  const list = await listOutbox(outboxDir);
  const order = ['2026-03-02T09:30:00.500Z', '2026-03-01T10:00:00.000Z', '2025-12-31T23:59:59.999Z'];
  expect(list.map(({ subject }) => subject)).toEqual(order);
  expect(list.map(({ sentAt }) => sentAt.toISOString())).toEqual(order);
});

test('an outbox that does not exist yet is empty', async () => {
  expect(await listOutbox(await emptyOutbox())).toEqual([]);
});

test('an id leads nowhere but to a mail in the outbox', async () => {
  const outboxDir = await emptyOutbox();
  await mkdir(outboxDir);
  await writeFile(join(outboxDir, '..', 'secret.eml'), 'To: a@example.test\r\n\r\nsecret');
  const ids = [
    '../secret',
    '..%2Fsecret',
    '/etc/passwd',
    '20260301T100000.000Z-0123456789abcdef/../../secret',
    '20260301T100000.000Z-0123456789abcdef\0',
    '20260301T100000.000Z-0123456789ABCDEF',
    '20260301T100000.000Z-0123456789abcdef',
    '',
  ];
  for (const id of ids) expect(await readOutboxMail(outboxDir, id)).toBeUndefined();
});
