import { describe, expect, test } from 'vitest';
import { type MailedEventKind, SECURITY_EVENTS } from '@/server/security/catalog';
import {
  composeAddressTaken,
  composeApproveEmail,
  composeConfirmEmail,
  composeEmailChanged,
  composeNoAccount,
  composeResetPassword,
  composeSecurityNotice,
  composeUndoNotice,
} from './compose-security';
import type { MailContent } from './letter';
import { buildMail } from './message';
import { en } from './texts/en';
import { fr } from './texts/fr';

const link = 'https://foyer.example.test/somewhere?token=abc_-123';
const expiresAt = new Date('2026-03-01T18:30:00Z');
const reader = { displayName: 'Camille', timeZone: 'Europe/Paris' };
const newEmail = 'camille.new@example.test';
const event = {
  kind: 'passkey.added' as const,
  at: new Date('2026-03-01T12:05:00Z'),
  browser: 'Firefox',
  system: 'Linux',
  ip: '2001:db8::7',
  details: { name: 'Work phone' },
};
const LANGUAGES = [
  ['en', en],
  ['fr', fr],
] as const;
const KINDS = Object.keys(en.notices) as MailedEventKind[];

test('there is a text for every kind that is mailed, and for no other', () => {
  const mailed = Object.entries(SECURITY_EVENTS).flatMap(([kind, { mail }]) => (mail ? [kind] : []));
  expect(KINDS.toSorted()).toEqual(mailed.toSorted());
  for (const texts of [en, fr]) {
    const subjects = Object.values(texts.notices).map(({ subject }) => subject);
    expect(new Set(subjects).size).toBe(mailed.length);
  }
});

describe.each(LANGUAGES)('in %s', (locale, texts) => {
  const someone = { ...reader, locale };
  const moment = locale === 'en' ? /1 March 2026.*19:30/ : /1er mars 2026.*19:30/;

  test.each(KINDS)('the notice of %s says what happened, when and where', async (kind) => {
    const notice = { ...someone, ...event, kind, link, linkUntil: expiresAt };
    const mail = await composeSecurityNotice(notice);
    const { subject, body } = texts.notices[kind];
    expect(mail.subject).toBe(subject);
    for (const part of partsOf(mail)) {
      expect(part).toContain(body);
      expect(part).toContain('Camille,');
      expect(part).toContain(texts.notice.browserOn('Firefox', 'Linux'));
      expect(part).toContain(texts.notice.ip('2001:db8::7'));
      expect(part).toContain(texts.notice.name('Work phone'));
      expect(part).toContain(texts.notice.wasNotYou);
      expect(part).toMatch(
        locale === 'en' ? /When: 1 March 2026.*13:05/ : /Date\u00A0: 1er mars 2026.*13:05/,
      );
      expect(part).toMatch(moment);
    }
    expect(mail.text).toContain(`${texts.introduce(texts.notice.action)}\n${link}\n`);
    expect(linksOf(mail)).toEqual([link, link]);
    expect(mail.html).toMatch(new RegExp(`<html[^>]* lang="${locale}"`));
  });

  test.each([
    [{ details: { left: 7 } }, texts.notice.codesLeft(7)],
    [{ details: { factor: 'totp' } }, texts.notice.factors.totp],
    [{ details: { factor: 'password' } }, texts.notice.factors.password],
    [{ details: { provider: 'github' } }, texts.notice.provider('GitHub')],
    [{ system: null }, texts.notice.browser('Firefox')],
    [{ browser: null }, texts.notice.system('Linux')],
  ])('of %j the notice makes a line', async (facts, line) => {
    const mail = await composeSecurityNotice({ ...someone, ...event, ...facts, link, linkUntil: expiresAt });
    expect(mail.text.split('\n')).toContain(line);
    expect(partsOf(mail)[0]).toContain(line);
  });

  test('what is not known is not told', async () => {
    const bare = { ...event, browser: null, system: null, ip: null, details: {} };
    const { text } = await composeSecurityNotice({ ...someone, ...bare, link, linkUntil: expiresAt });
    const labels = [
      texts.notice.name(''),
      texts.notice.browser(''),
      texts.notice.system(''),
      texts.notice.ip(''),
    ];
    for (const label of labels) expect(text).not.toContain(label.trim());
    expect(text).not.toMatch(/null|undefined/);
  });

  test('the notice to the earlier address offers to undo the change', async () => {
    const notice = { ...someone, ...event, kind: 'email.changed' as const, details: {} };
    const mail = await composeUndoNotice({ ...notice, link, linkUntil: expiresAt });
    expect(mail.subject).toBe(texts.notices['email.changed'].subject);
    for (const part of partsOf(mail)) {
      expect(part).toContain(texts.notice.undoHint);
      expect(part).toMatch(moment);
    }
    expect(mail.text).toContain(`${texts.introduce(texts.notice.undo)}\n${link}\n`);
    expect(linksOf(mail)).toEqual([link, link]);
  });

  test('each other mail says its own words, and leads where it says', async () => {
    const mails = [
      [texts.resetPassword, await composeResetPassword({ ...someone, link, expiresAt })],
      [texts.noAccount, await composeNoAccount({ locale, link })],
      [texts.approveEmail, await composeApproveEmail({ ...someone, newEmail, link, expiresAt })],
      [texts.confirmEmail, await composeConfirmEmail({ ...someone, link, expiresAt })],
      [texts.addressTaken, await composeAddressTaken({ locale, link })],
      [texts.emailChanged, await composeEmailChanged({ ...someone, link })],
    ] as const;
    for (const [words, mail] of mails) {
      expect(mail.subject).toBe(words.subject);
      const body = typeof words.body === 'string' ? words.body : words.body(newEmail);
      for (const part of partsOf(mail)) {
        expect(part).toContain(body);
        if ('notYou' in words) expect(part).toContain(words.notYou);
        if ('until' in words) expect(part).toMatch(moment);
      }
      expect(mail.text).toContain(`${texts.introduce(words.action)}\n${link}\n`);
      expect(linksOf(mail)).toEqual([link, link]);
      expect(mail.html).not.toMatch(/<(img|script|link|iframe)\b|url\(|@import/);
    }
  });

  test('the mail that asks for approval also leads to where one says that it was not them', async () => {
    const notMeLink = `${link}-not-me`;
    const mail = await composeApproveEmail({ ...someone, newEmail, link, notMeLink, expiresAt });
    expect(mail.text).toContain(`${texts.introduce(texts.notice.action)}\n${notMeLink}\n`);
    expect(linksOf(mail)).toEqual([link, link, notMeLink]);
  });

  test('an address without an account, or with another one, is greeted without a name', async () => {
    for (const mail of [
      await composeNoAccount({ locale, link }),
      await composeAddressTaken({ locale, link }),
    ])
      expect(mail.text.startsWith(`${texts.helloNobody}\n`)).toBe(true);
  });
});

test.each([
  '<img src=x onerror=alert(1)>',
  '<a href="https://evil.example">This was me</a>',
  'https://evil.example/secure-your-account',
  'evil.example',
  'Key\r\nBcc: everybody@evil.example',
  '\u202Eelpmaxe.live',
])('a passkey called %j changes nothing but its line', async (name) => {
  const notice = { ...reader, locale: 'en' as const, ...event, link, linkUntil: expiresAt };
  const usual = await composeSecurityNotice(notice);
  const mail = await composeSecurityNotice({ ...notice, details: { name } });
  expect(linksOf(mail)).toEqual([link, link]);
  expect(mail.html).not.toMatch(/<img|evil|elpmaxe\.live/);
  expect(mail.text).not.toMatch(/evil|[\u202A-\u202E]/);
  expect(withoutName(mail)).toEqual(withoutName(usual));
  const { raw } = await buildMail({
    from: 'foyer@example.test',
    message: { to: 'camille@example.test', messageId: 'x', ...mail },
  });
  const [head = ''] = raw.toString().split('\r\n\r\n');
  expect(head).toMatch(/^Subject: A passkey was added\r$/m);
  // At the beginning of a line: the boundary of the parts is random, and may hold any letters.
  expect(head).not.toMatch(/^bcc|evil/im);
});

test('other details than names and numbers that are known are not told', async () => {
  const details = {
    name: 7,
    left: '<b>',
    provider: 'evil.example',
    factor: 'constructor',
    changeId: 'secret',
  };
  const notice = { ...reader, locale: 'en' as const, ...event, details, link, linkUntil: expiresAt };
  const { text } = await composeSecurityNotice(notice);
  expect(text).not.toMatch(/Name|left|evil|constructor|secret/);
});

function withoutName({ text }: MailContent) {
  return text.split('\n').filter((line) => !line.startsWith('Name:'));
}

/** Both parts of a mail as they are read. */
function partsOf({ html, text }: MailContent) {
  const readable = html
    .replaceAll('<!-- -->', '')
    .replaceAll('&#x27;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
  return [readable, text];
}

/** Where the links of a mail lead. */
function linksOf({ html }: MailContent) {
  return [...html.matchAll(/href="([^"]*)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'));
}
