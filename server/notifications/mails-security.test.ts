import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import { readLink } from '@/server/links';
import { fr } from '@/server/mail/texts/fr';
import { callerFor, SECRET } from '@/server/testing/callers';
import { aTry, test as base } from './testing/mail-test';

/** Tells somebody of an event of their log. */
const test = base.extend('noticesOf', { scope: 'file' }, ({ tell }) => {
  return (person: { id: string }, event: { id: string; kind: string }, attempt = 1) => {
    const data = { eventId: event.id, kind: event.kind };
    return tell(person, 'security.factorChanged', { data }, aTry(attempt));
  };
});

test('a notice goes to the person in their language, with a link that ends everything', async ({
  db,
  given,
  noticesOf,
}) => {
  const person = await given.user({ locale: 'fr', timeZone: 'Europe/Paris', displayName: 'Zoé' });
  const kind = 'totp.removed';
  const { id } = await given.event(person, {
    kind,
    at: new Date(Date.now() - 60_000),
    ip: '198.51.100.9',
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0',
    details: { name: 'Téléphone' },
  });
  const [mail, ...others] = await noticesOf(person, { id, kind });
  expect(others).toEqual([]);
  expect(mail).toMatchObject({ to: person.email, subject: fr.notices[kind].subject });
  for (const line of [
    'Bonjour Zoé,',
    'Nom\u00A0: Téléphone',
    'Navigateur\u00A0: Firefox sous Linux',
    'Adresse IP\u00A0: 198.51.100.9',
  ])
    expect(mail?.text.split('\n')).toContain(line);
  expect(await callerFor(db, person).viewer.me()).toMatchObject({ userId: person.id });
  const token = /\/not-me\?token=(\S+)/.exec(mail?.text ?? '')?.[1] ?? '';
  expect(readLink({ secret: SECRET, purpose: 'not-me', token })).toBe(id);
  // It cannot be switched off, so there is no way to.
  expect(mail?.text.match(/https?:/g)).toHaveLength(1);
  expect(await callerFor(db, null).auth.notMe({ token })).toMatchObject({ endedSessions: 1 });
});

test('it is sent for kinds that are mailed, of an event that is there and theirs', async ({
  given,
  noticesOf,
}) => {
  const [person, other] = [await given.user(), await given.user()];
  const { id } = await given.event(person, { kind: 'session.started' });
  expect(await noticesOf(person, { id, kind: 'session.started' })).toEqual([]);
  expect(await noticesOf(person, { id: uuid(), kind: 'passkey.added' })).toEqual([]);
  const { id: others } = await given.event(other, { kind: 'passkey.added' });
  expect(await noticesOf(person, { id: others, kind: 'passkey.added' })).toEqual([]);
});

test('it comes ten times an hour at most for each person and kind, however often it is tried', async ({
  given,
  noticesOf,
}) => {
  const [person, other] = [await given.user(), await given.user()];
  const noticeOf = async (
    who: { id: string },
    kind: 'password.changed' | 'password.removed',
    attempt = 1,
  ) => {
    const { id } = await given.event(who, { kind });
    return noticesOf(who, { id, kind }, attempt);
  };
  const notices = await Promise.all(Array.from({ length: 20 }, () => noticeOf(person, 'password.changed')));
  expect(notices.flat()).toHaveLength(10);
  expect(await noticeOf(person, 'password.removed')).toHaveLength(1);
  expect(await noticeOf(other, 'password.changed')).toHaveLength(1);
  // The first try was counted, and let through.
  expect(await noticeOf(person, 'password.changed', 2)).toHaveLength(1);
});

test('of a changed address each one comes, to the earlier one', async ({ given, tell }) => {
  const person = await given.user();
  const { id: changeId, oldEmail } = await given.emailChange(person, { stage: 'confirmed' });
  const { id: eventId } = await given.event(person, { kind: 'email.changed', details: { changeId } });
  const data = { eventId, kind: 'email.changed' };
  for (let n = 0; n < 11; n++) {
    const [mail] = await tell(person, 'security.emailChanged', { data });
    expect(mail?.to).toBe(oldEmail);
  }
});
