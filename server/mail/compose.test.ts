import { expect, test } from 'vitest';
import { composeAccountExists, composeVerifyEmail } from './compose';
import { en } from './texts/en';
import { fr } from './texts/fr';

const link = 'https://foyer.example.test/verify-email?token=abc_-123';
const mail = {
  displayName: 'Camille',
  link,
  expiresAt: new Date('2026-03-01T18:30:00Z'),
  timeZone: 'Europe/Paris',
};

test('the mail to verify an address, in English', async () => {
  const { subject, html, text } = await composeVerifyEmail({ ...mail, locale: 'en' });
  expect(subject).toBe(en.verifyEmail.subject);
  expect(html).toMatch(/<html[^>]* lang="en"/);
  expect(text).toContain(`Confirm this address:\n${link}\n`);
  for (const part of [html, text]) {
    expect(part).toContain('Hello Camille,');
    expect(part).toMatch(/1 March 2026.*19:30/);
  }
  expect(linksOf(html)).toEqual([link, link]);
});

test('the mail to verify an address, in French', async () => {
  const { subject, html, text } = await composeVerifyEmail({ ...mail, locale: 'fr' });
  expect(subject).toBe(fr.verifyEmail.subject);
  expect(html).toMatch(/<html[^>]* lang="fr"/);
  expect(text).toContain(`Confirmer mon adresse\u00A0:\n${link}\n`);
  for (const part of [html, text]) {
    expect(part).toContain('Bonjour Camille,');
    expect(part).toMatch(/1er mars 2026.*19:30/);
  }
  expect(linksOf(html)).toEqual([link, link]);
});

test('the mail about an account that exists, in both languages', async () => {
  const signIn = 'https://foyer.example.test/sign-in';
  for (const [locale, texts] of [
    ['en', en],
    ['fr', fr],
  ] as const) {
    const { subject, html, text } = await composeAccountExists({
      locale,
      displayName: 'Camille',
      link: signIn,
    });
    expect(subject).toBe(texts.accountExists.subject);
    expect(linksOf(html)).toEqual([signIn, signIn]);
    expect(text).toContain(texts.accountExists.body);
    expect(text).toContain(signIn);
  }
});

test('French has its spaces before high punctuation', () => {
  const made = [
    ...[fr.introduce, fr.hello, fr.verifyEmail.until, fr.resetPassword.until, fr.confirmEmail.until],
    ...[fr.approveEmail.until, fr.approveEmail.body, fr.notice.until, fr.notice.when, fr.notice.browser],
    ...[fr.notice.system, fr.notice.ip, fr.notice.name, fr.notice.provider],
  ].map((sentence) => sentence('x'));
  const sentences = JSON.stringify([fr, made, fr.notice.browserOn('x', 'y'), fr.notice.codesLeft(1)]);
  expect(sentences).not.toMatch(/[^\u202F][!?;]/);
  expect(sentences.replace(/":/g, '')).not.toMatch(/[^\u00A0]:/);
  expect(sentences).not.toContain("'");
});

test('without a time zone, or with one unknown here, the time is told in UTC', async () => {
  for (const timeZone of [null, 'Mars/Olympus_Mons']) {
    const { text } = await composeVerifyEmail({ ...mail, timeZone, locale: 'en' });
    expect(text).toMatch(/18:30 UTC/);
  }
});

test.each([
  ['<img src=x onerror=alert(1)>', /<img/],
  ['<a href="https://evil.example">Foyer</a>', /evil/],
  ['Ada https://evil.example/reset', /evil/],
  ['evil.example', /evil/],
  ['Ada\r\n\r\nhttps://evil.example', /evil/],
  ['\u202Eelpmaxe.live\u2066', /live|[\u202A-\u202E\u2066-\u2069]/],
])('a person called %j changes nothing but the greeting', async (displayName, forbidden) => {
  const named = await composeVerifyEmail({ ...mail, displayName, locale: 'en' });
  expect(linksOf(named.html)).toEqual([link, link]);
  expect(named.html).not.toMatch(forbidden);
  expect(named.text).not.toMatch(forbidden);
  expect(named.text.split('\n').length).toBe(
    (await composeVerifyEmail({ ...mail, locale: 'en' })).text.split('\n').length,
  );
});

test('nobody needs a name', async () => {
  expect((await composeVerifyEmail({ ...mail, displayName: '', locale: 'en' })).text).toMatch(/^Hello,\n/);
});

test('nothing is fetched when the mail is opened', async () => {
  const { html } = await composeVerifyEmail({ ...mail, locale: 'en' });
  expect(html).not.toMatch(/<(img|script|link|iframe)\b|url\(|@import/);
});

test('the mail is made for dark screens as well', async () => {
  const { html } = await composeVerifyEmail({ ...mail, locale: 'en' });
  expect(html).toContain('prefers-color-scheme: dark');
  expect(html).toContain('name="color-scheme" content="light dark"');
});

/** Where the links of a mail lead. */
function linksOf(html: string) {
  return [...html.matchAll(/href="([^"]*)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'));
}
