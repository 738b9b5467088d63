import { readFile } from 'node:fs/promises';
import { eq } from 'drizzle-orm';
import { auditEntries } from '@/db/schema/audit';
import { memberships } from '@/db/schema/permissions';
import { sessions } from '@/db/schema/sign-in';
import { expect, test } from './fixtures';
import { auditPage } from './pages/audit-page';
import { expectAccessible } from './support/accessibility';
import { pressByKey, tabTo, typeInto } from './support/keyboard';
import { expectNoSidewaysScroll } from './support/layout';

test('an administrator finds what was done to somebody, undoes it and takes it away as a file, all by keyboard', async ({
  page,
  t,
  app,
  given,
  signIn,
}) => {
  test.setTimeout(120_000);
  const person = await given.user({ displayName: 'Quentin Quickstep', role: 'moderator' });
  await signIn(await given.user({ role: 'administrator', displayName: 'Ada Auditor' }));
  const log = auditPage(page, t);
  await log.open();
  await typeInto(page, log.subject, 'not a handle');
  await page.keyboard.press('Enter');
  await expect(log.wrong('handle')).toBeVisible();
  await expect(log.subject).toBeFocused();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(person.handle);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`subject=${person.handle}`));
  await expect(log.token(`${t('audit.filters.subject')}: @${person.handle}`)).toBeVisible();
  const granted = t('audit.kinds.role.granted');
  await expect(log.rows.first()).toContainText(granted);
  await expectAccessible(page, 'the audit log, filtered');
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page, 'the audit log on a phone');
  await page.setViewportSize({ width: 1280, height: 800 });

  await tabTo(page, log.download);
  await page.keyboard.press('Enter');
  await expect(log.asCsv).toBeFocused();
  const coming = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  const download = await coming;
  expect(download.suggestedFilename()).toMatch(/^foyer-audit-.*\.csv$/);
  const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\r\n');
  expect(lines[0]).toMatch(/^id,at,kind,/);
  expect(lines[1]).toContain('role.granted');

  // From wherever the focus is in the list.
  await tabTo(page, log.link(granted));
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await expect(log.link(granted)).toBeFocused();
  await page.keyboard.press('/');
  await expect(log.actor).toBeFocused();
  await log.link(granted).focus();
  await page.keyboard.press('Enter');
  await expect(log.heading(granted)).toBeVisible();
  await expect(log.change).toContainText(t('roles.builtIn.moderator'));
  await expectAccessible(page, 'an entry that can be undone');

  await pressByKey(page, log.undo);
  await expect(log.keep).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(log.confirm).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(log.toUndoing).toBeVisible();
  await expect(log.undo).toBeHidden();
  await expect(log.undone).toBeFocused();
  expect(await app.db.$count(memberships, eq(memberships.userId, person.id))).toBe(0);
  await pressByKey(page, log.toUndoing);
  await expect(log.heading(t('audit.kinds.role.revoked'))).toBeVisible();
  await expect(log.isUndoing).toBeVisible();
  await expect(log.undo).toBeVisible();

  await log.open(`?subject=${person.handle}&ip=192.0.2.99`);
  await expect(log.nothingFound).toBeVisible();
  await pressByKey(page, log.token(`${t('audit.filters.ip')}: 192.0.2.99`));
  await expect(log.rows.filter({ hasText: 'Ada Auditor' }).first()).toContainText(
    t('audit.kinds.role.revoked'),
  );
});

test('a file that one may not have yet leads to the log, and long values stay within a phone', async ({
  page,
  t,
  app,
  given,
  signIn,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const admin = await given.user({ role: 'administrator' });
  const long = await given.user({ displayName: 'نادية بنت عبد الرحمن بن محمد الطويلة الاسم جدًّا' });
  await signIn(admin);
  const facts = { at: new Date(), kind: 'profile.updated', ip: '2001:db8:85a3:8d3:1319:8a2e:370:7348' };
  const id = crypto.randomUUID().replace(/^(.{14})./, '$17');
  const after = { fields: ['displayName', 'x'.repeat(200)] };
  await app.db.insert(auditEntries).values({ ...facts, id, actorId: long.id, subjectId: long.id, after });
  const log = auditPage(page, t);
  await log.open(`?actor=${long.handle}&ip=${facts.ip}`);
  await expect(log.rows.first()).toContainText(long.displayName);
  await expectNoSidewaysScroll(page, 'an entry with long values on a phone');
  await page.goto(`/admin/audit/${id}`);
  await expect(log.change).toContainText(t('profile.displayName'));
  await expectNoSidewaysScroll(page, 'the page of an entry with long values on a phone');
  // A file that was kept as a bookmark, after the proof of who one is has grown old.
  const provenAt = new Date(Date.now() - 3_600_000);
  await app.db.update(sessions).set({ provenAt }).where(eq(sessions.userId, admin.id));
  const input = encodeURIComponent(JSON.stringify({ format: 'csv' }));
  await page.goto(`/api/audit/export?input=${input}`);
  await expect(page).toHaveURL(/\/admin\/audit$/);
  await expect(log.rows.first()).toBeVisible();
});
