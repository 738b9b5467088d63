import type { Locator } from 'playwright/test';
import { expect, test } from './fixtures';
import { personPage } from './pages/person-page';
import { profilePage } from './pages/profile-page';

const MARKDOWN = `I *draw*, I **carve**, and I \`solder\`.

- birch
- ash

See [my yard](https://example.org/yard), or write to [me](mailto:me@example.org).`;

const HOSTILE = `<script>document.title = 'stolen'</script><img src=x onerror="document.title = 'stolen'">
<iframe src="https://evil.test"></iframe> <b onclick="document.title = 'stolen'">bold</b>

[one](javascript:document.title='stolen') [two](JaVaScRiPt:document.title='stolen')
[three](data:text/html,<script>1</script>) [four](vbscript:x) ![picture](https://evil.test/x.png)

# Administrator
<https://example.org>`;

const drawn = (where: Locator) => where.locator('.rich-text');

test('the preview of the bio is what the page shows', async ({ page, t, given, signIn }) => {
  const person = await given.user();
  await signIn(person);
  const profile = profilePage(page, t);
  await profile.open();
  await profile.bio.fill(MARKDOWN);
  await profile.previewTab.click();
  await expect(drawn(profile.preview).getByRole('link', { name: 'my yard' })).toBeVisible();
  const preview = await drawn(profile.preview).innerHTML();
  await profile.save();
  await expect(profile.savedNotice).toBeVisible();

  const { open, main } = personPage(page, t);
  await open(person.handle);
  await expect(drawn(main).getByRole('listitem')).toHaveText(['birch', 'ash']);
  expect(await drawn(main).innerHTML()).toBe(preview);
});

test('HTML and addresses that act are harmless in a bio', async ({ page, t, given, signIn }) => {
  const person = await given.user({ bio: HOSTILE });
  await signIn(person);
  const profile = profilePage(page, t);
  await profile.open();
  await profile.previewTab.click();
  await expect(drawn(profile.preview)).toContainText('one two');
  const { open, main } = personPage(page, t);
  for (const where of [drawn(profile.preview), drawn(main)]) {
    await expect(where).toContainText('one two');
    await expect(where).toContainText('<iframe src="https://evil.test"></iframe>');
    await expect(where.locator('script, img, iframe, h1, [onclick], [onerror], [style]')).toHaveCount(0);
    const addresses = await where
      .locator('a')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    expect(addresses.filter(Boolean)).toEqual(['https://example.org']);
    if (where !== drawn(main)) await open(person.handle);
  }
  await expect(page).not.toHaveTitle('stolen');
});

test('a bio is counted as a person counts, and one too long is refused', async ({
  page,
  t,
  given,
  signIn,
}) => {
  await signIn(await given.user());
  const profile = profilePage(page, t);
  await profile.open();
  await profile.bio.fill('👩‍👩‍👧‍👦'.repeat(3));
  await expect(profile.bio).toHaveAccessibleDescription(
    new RegExp(t('profile.bioCounter', { used: 3, limit: 500 })),
  );
  await profile.bio.fill('a'.repeat(501));
  await profile.save();
  await expect(profile.bio).toBeFocused();
  await expect(profile.bio).toHaveAccessibleDescription(new RegExp(`^${t('problems.tooLong')}`));
});
