import { contactFactories } from '@/server/testing/contact-factories';
import { privacyFactories } from '@/server/testing/privacy-factories';
import { expect, test } from './fixtures';
import { contactsPage, personActions } from './pages/contacts-page';
import { inboxPage } from './pages/inbox-page';
import { NOT_FOUND_COMPLAINT, notFoundPage } from './pages/not-found-page';
import { expectAccessible } from './support/accessibility';
import { untilAlive } from './support/alive';
import { expectNoSidewaysScroll, expectReachable } from './support/layout';

const LONG_NAME = 'Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftschaferswesse';

test('two people become contacts, write to each other, and one blocks the other', async ({
  page,
  t,
  app,
  given,
  signIn,
  openOtherBrowser,
  complaints,
}) => {
  test.setTimeout(120_000);
  const mia = await given.user({ displayName: 'Mia Member' });
  const noah = await given.user({ displayName: 'Noah Neighbour' });
  await contactFactories(app.db).longHere(mia);
  const other = await openOtherBrowser();
  await signIn(mia);
  await signIn(noah, other);
  const [his, hers] = [personActions(page, t), personActions(other, t)];

  const people = contactsPage(page, t);
  await people.open();
  await people.find('Nobody By That Name');
  await expect(people.foundNobody).toBeVisible();
  await people.find('noah neigh');
  const found = people.found.getByRole('listitem').filter({ hasText: new RegExp(`@${noah.handle}$`) });
  await found.getByRole('link', { name: 'Noah Neighbour' }).click();
  await his.ask.click();
  await expect(his.waiting).toBeVisible();

  const inbox = inboxPage(other, t);
  await inbox.open();
  await expect(inbox.link(1)).toBeVisible();
  await inbox.accept('Mia Member').click();
  await expect(inbox.link(0)).toBeVisible();
  await hers.open(mia.handle);
  await expect(hers.isContact).toBeVisible();
  await hers.write('Shall we walk at noon?');

  const answers = inboxPage(page, t);
  await answers.open();
  // And that she became a contact.
  await expect(answers.link(2)).toBeVisible();
  await answers.press('Shall we walk at noon?');
  await expect(answers.link(1)).toBeVisible();
  await answers.reply('Noah Neighbour', 'At one, by the harbour.');
  await inbox.open();
  await expect(inbox.row('At one, by the harbour.')).toContainText('Mia Member');

  await hers.open(mia.handle);
  await hers.block('Mia Member');
  await expect(hers.unblock).toBeVisible();
  complaints.expect(NOT_FOUND_COMPLAINT);
  await page.goto(`/u/${noah.handle}`);
  await expect(notFoundPage(page, t).heading).toBeVisible();
  await untilAlive(page);
  await hers.unblock.click();
  await expect(hers.ask).toBeVisible();
});

test('a visitor is offered nothing, and neither is one who may not', async ({
  page,
  t,
  given,
  signIn,
  openOtherBrowser,
}) => {
  const noah = await given.user();
  const visitor = await openOtherBrowser();
  await visitor.goto(`/u/${noah.handle}`);
  await expect(visitor.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
  await expect(personActions(visitor, t).message).toBeHidden();
  await expect(personActions(visitor, t).ask).toBeHidden();
  await signIn(noah);
  await personActions(page, t).open(noah.handle);
  await expect(personActions(page, t).message).toBeHidden();
});

test('a long list goes on at a press, and whoever is removed from its end is gone', async ({
  page,
  t,
  app,
  given,
  signIn,
}) => {
  const person = await given.user();
  const people = await privacyFactories(app.db).people(102, (n) => ({ displayName: `Person ${n}` }));
  const now = Date.now();
  for (const [n, other] of people.entries())
    await contactFactories(app.db).contacts(person, other, { since: new Date(now - n * 60_000) });
  await signIn(person);
  const contacts = contactsPage(page, t);
  await contacts.open();
  const rows = contacts.contacts.getByRole('listitem');
  await expect(rows).toHaveCount(100);
  await contacts.showMore.click();
  await expect(rows).toHaveCount(102);
  await expect(contacts.showMore).toBeHidden();
  await expect(rows.nth(100)).toBeFocused();
  await contacts.remove('Person 101').click();
  await contacts.confirmRemoval.click();
  await expect(rows).toHaveCount(101);
  await expect(rows.last()).toContainText('Person 100');
});

for (const language of ['en', 'fr'] as const) {
  test.describe(`in ${language}`, () => {
    test.use({ language });
    test.describe.configure({ timeout: 120_000 });

    test('contacts can be used by everybody', async ({ page, t, app, given, signIn }) => {
      const person = await given.user({ locale: language });
      await signIn(person);
      const contacts = contactsPage(page, t);
      await contacts.open();
      await expect(contacts.empty).toBeVisible();
      await expectAccessible(page, 'no contacts');

      const between = contactFactories(app.db);
      const names = [LONG_NAME, 'مريم', 'Asked By Me', 'Asks Me', 'Removed'];
      const [long, rtl, asked, asking, removed] = await Promise.all(
        names.map((displayName) => given.user({ displayName })),
      );
      if (!long || !rtl || !asked || !asking || !removed) throw new Error('somebody is missing');
      for (const other of [long, rtl, removed]) await between.contacts(person, other);
      await between.contactRequest(person, asked);
      await between.contactRequest(asking, person);
      await page.reload();
      await expect(contacts.contacts.getByRole('listitem')).toHaveCount(3);
      await expectAccessible(page, 'contacts and questions');
      await page.setViewportSize({ width: 320, height: 640 });
      await expectNoSidewaysScroll(page, 'contacts and questions');
      await expectReachable(page.getByRole('main'));

      await contacts.decline('Asks Me').click();
      await expect(contacts.askedBy).toBeHidden();
      await contacts.withdraw('Asked By Me').click();
      await expect(contacts.asked).toBeHidden();
      await contacts.remove('Removed').click();
      await expectAccessible(page, 'before one is removed');
      await contacts.confirmRemoval.click();
      await expect(contacts.contacts.getByRole('listitem')).toHaveCount(2);
    });
  });
}
