import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime, { type Address } from 'postal-mime';
import type { BuiltMail } from './message';

/** A mail in the outbox, as its list shows it. */
export interface OutboxEntry {
  /** The name of the file without `.eml`: the time, then 16 hexadecimal digits. */
  id: string;
  to: string;
  subject: string;
  sentAt: Date;
}

export interface OutboxMail extends OutboxEntry {
  from: string;
  messageId: string;
  html: string;
  text: string;
}

const ID = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d\.\d{3})Z-[0-9a-f]{16}$/;
const LIST_LENGTH = 100;

/** Writes a mail as `<time>-<random>.eml`, whole or not at all, readable by the app's own user only. */
export async function writeToOutbox(outboxDir: string, { mail, now }: { mail: BuiltMail; now: Date }) {
  await mkdir(outboxDir, { recursive: true, mode: 0o700 });
  // ISO 8601 in its basic form: a colon is not allowed in every file system.
  const time = now.toISOString().replace(/[-:]/g, '');
  const file = join(outboxDir, `${time}-${randomBytes(8).toString('hex')}.eml`);
  const unfinished = `${file}.part`;
  try {
    await writeFile(unfinished, mail.raw, { mode: 0o600, flag: 'wx', flush: true });
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** The newest 100 mails, newest first. */
export async function listOutbox(outboxDir: string): Promise<OutboxEntry[]> {
  const names = await readdir(outboxDir).catch(emptyWhenMissing);
  const ids = names
    .filter((name) => name.endsWith('.eml'))
    .map((name) => name.slice(0, -'.eml'.length))
    .filter((id) => ID.test(id))
    .sort()
    .reverse()
    .slice(0, LIST_LENGTH);
  const mails = await Promise.all(ids.map((id) => readOutboxMail(outboxDir, id)));
  return mails.flatMap((mail) =>
    mail ? [{ id: mail.id, to: mail.to, subject: mail.subject, sentAt: mail.sentAt }] : [],
  );
}

/** One mail with its texts; undefined when there is none with this id. The id may come from anyone. */
export async function readOutboxMail(outboxDir: string, id: string): Promise<OutboxMail | undefined> {
  if (!ID.test(id)) return undefined;
  const raw = await readFile(join(outboxDir, `${id}.eml`)).catch(emptyWhenMissing);
  if (!raw.length) return undefined;
  const mail = await PostalMime.parse(Buffer.from(raw));
  return {
    id,
    to: (mail.to ?? []).map(addressText).join(', '),
    from: mail.from ? addressText(mail.from) : '',
    subject: mail.subject ?? '',
    sentAt: new Date(id.replace(ID, '$1-$2-$3T$4:$5:$6Z')),
    messageId: mail.messageId ?? '',
    html: mail.html ?? '',
    text: mail.text ?? '',
  };
}

/** Removes the mails that went to one of these addresses. */
export async function removeFromOutbox(outboxDir: string, { to }: { to: string[] }): Promise<void> {
  const names = await readdir(outboxDir).catch(emptyWhenMissing);
  for (const name of names.filter((one) => one.endsWith('.eml'))) {
    const file = join(outboxDir, name);
    const raw = await readFile(file).catch(emptyWhenMissing);
    if (!raw.length) continue;
    const mail = await PostalMime.parse(Buffer.from(raw));
    if ((mail.to ?? []).some((one) => to.includes(addressText(one).toLowerCase())))
      await rm(file, { force: true });
  }
}

function addressText(address: Address) {
  return address.address ?? address.name;
}

function emptyWhenMissing(error: NodeJS.ErrnoException): [] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
