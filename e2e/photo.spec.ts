import type { Locator, Page } from 'playwright/test';
import { expect, test } from './fixtures';
import { photoCard } from './pages/photo-card';
import { profilePage } from './pages/profile-page';
import { expectAccessible } from './support/accessibility';
import {
  brokenImage,
  colourOf,
  heavyImage,
  hugeImage,
  type ImageFile,
  plainImage,
  wideImage,
} from './support/images';
import { pressByKey, tabTo, typeInto } from './support/keyboard';
import { expectNoSidewaysScroll, expectReachable } from './support/layout';

test('a photo is chosen and adjusted by keyboard alone, and stands wherever its person does', async ({
  page,
  t,
  given,
  signIn,
  openOtherBrowser,
}) => {
  const person = await given.user();
  await signIn(person);
  const mine = photoCard(page, t);
  await profilePage(page, t).open();
  await mine.pickByKey(await wideImage());

  await expect(mine.editor).toBeVisible();
  // The picture twice as large, turned on its head, and moved until its left half, now at the right, is in the circle.
  await tabTo(page, mine.zoom);
  for (let n = 0; n < 100; n++) await page.keyboard.press('ArrowRight');
  await expect(mine.zoom).toHaveValue('200');
  for (let n = 0; n < 2; n++) await pressByKey(page, mine.button('turnRight'));
  await expect(mine.rotation).toHaveValue('180');
  await pressByKey(page, mine.exact);
  await typeInto(page, mine.number('left'), '62.5');
  await expect(mine.position).toContainText('63% from the left');
  await page.keyboard.press('Shift+Tab');
  await expect(mine.number('rotationExact')).toHaveValue('180');
  await tabTo(page, mine.stage);
  for (let n = 0; n < 20; n++) await page.keyboard.press('Shift+ArrowLeft');
  await expect(mine.number('left')).toHaveValue('87.5');
  await typeInto(page, mine.editorAlt, 'A wall in the sun');
  await page.keyboard.press('Enter');

  await expect(mine.toast(t('photo.saved'))).toBeVisible();
  await expect(mine.editor).toBeHidden();
  await expect(mine.change).toBeFocused();
  await expectLoaded(mine.photo('A wall in the sun'));
  await expectLoaded(page.getByRole('banner').getByRole('button').locator('img'));
  const what = 'location, camera, date';
  await expect(mine.news).toHaveText(t('photo.cleaned', { what }));
  expect(await colourOf(await bytesOf(mine.photo('A wall in the sun')))).toBe('red');

  const other = await openOtherBrowser();
  await signIn(await given.user(), other);
  await other.goto(`/u/${person.handle}`);
  await expectLoaded(other.getByRole('img', { name: 'A wall in the sun' }));
});

test('an image is dropped, or pasted, and a text field keeps what is pasted into it', async ({
  page,
  t,
  given,
  signIn,
}) => {
  await signIn(await given.user());
  const mine = photoCard(page, t);
  const profile = profilePage(page, t);
  await profile.open();
  await mine.drop(await plainImage('#c8321e'));
  await mine.save.click();
  await expect(mine.editor).toBeHidden();
  expect(await colourOf(await bytesOf(mine.photo()))).toBe('red');

  await mine.paste(await plainImage('#1e50c8'), profile.name);
  await mine.paste(await plainImage('#1e50c8'));
  await expect(mine.editor).toHaveCount(1);
  await mine.save.click();
  await expect(mine.editor).toBeHidden();
  await expect(mine.earlier).toHaveCount(1);
  expect(await colourOf(await bytesOf(mine.photo()))).toBe('blue');
});

test('dragging and the wheel do what the buttons do', async ({ page, t, given, signIn }) => {
  await signIn(await given.user());
  const mine = photoCard(page, t);
  await profilePage(page, t).open();
  await mine.pick(await wideImage());
  const box = await mine.stage.boundingBox();
  if (!box) throw new Error('the picture is not to be seen');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await expect(mine.position).toContainText('50% from the left');
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + box.width, y, { steps: 5 });
  await page.mouse.up();
  // As far as the left edge of the picture, and no further.
  await expect(mine.position).toContainText('25% from the left');
  await page.mouse.move(x, y);
  await page.mouse.wheel(0, -500);
  await expect(mine.position).toContainText('Zoom 272%');
});

test('an upload tells how far it is, and once it is cancelled the old photo is there', async ({
  page,
  t,
  given,
  signIn,
}) => {
  await signIn(await given.user());
  const mine = photoCard(page, t);
  await profilePage(page, t).open();
  await mine.use(await plainImage('#c8321e'));
  const line = await page.context().newCDPSession(page);
  // Slow enough to be stopped half way, whatever machine this is.
  const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 200_000 };
  await line.send('Network.emulateNetworkConditions', slow);
  await mine.pick(await heavyImage());
  await mine.save.click();
  await expect.poll(async () => Number(await mine.progress.getAttribute('aria-valuenow'))).toBeGreaterThan(0);
  await mine.cancelUpload.click();
  await expect(mine.cancelled).toBeVisible();
  await expect(mine.progress).toBeHidden();
  await line.send('Network.emulateNetworkConditions', { ...slow, uploadThroughput: -1 });
  await page.keyboard.press('Escape');
  await expect(mine.editor).toBeHidden();
  await page.reload();
  expect(await colourOf(await bytesOf(mine.photo()))).toBe('red');
  await expect(mine.earlier).toHaveCount(0);
});

test('what could not be sent is kept with all that was set, and sent again', async ({
  page,
  t,
  given,
  signIn,
  complaints,
}) => {
  complaints.expect(/net::ERR_FAILED/);
  // UploadThing's client prints what it asked for in vain.
  complaints.expect(/actionType=upload/);
  await signIn(await given.user());
  const mine = photoCard(page, t);
  await profilePage(page, t).open();
  await mine.pick(await wideImage());
  await mine.button('moveLeft').click();
  await mine.editorAlt.fill('A wall');
  await page.route('**/api/uploadthing?*', (route) =>
    route.request().method() === 'POST' ? route.abort() : route.continue(),
  );
  await mine.save.click();
  await expect(mine.editorRefusal).toHaveText(t('reasons.OFFLINE'));
  await expect(mine.position).toContainText('53% from the left');
  await page.unroute('**/api/uploadthing?*');
  await mine.tryAgain.click();
  await expectLoaded(mine.photo('A wall'));
});

test('a refusal of the server is told beside the picture', async ({ page, t, given, signIn }) => {
  await signIn(await given.user());
  const mine = photoCard(page, t);
  await profilePage(page, t).open();
  await mine.pick(await wideImage());
  await page.route('**/api/uploads/**', (route) =>
    route.request().method() === 'PUT'
      ? route.fulfill({ json: { error: 'STORAGE_FULL' } })
      : route.continue(),
  );
  await mine.save.click();
  await expect(mine.editorRefusal).toHaveText(t('reasons.STORAGE_FULL'));
});

test('what cannot become a photo is refused before any of it is sent', async ({ page, t, given, signIn }) => {
  await signIn(await given.user());
  const mine = photoCard(page, t);
  const sent: string[] = [];
  page.on('request', (request) => request.url().includes('/api/upload') && sent.push(request.url()));
  await profilePage(page, t).open();
  const refusals: [ImageFile, 'PHOTO_NOT_AN_IMAGE' | 'PHOTO_TOO_MANY_PIXELS' | 'PHOTO_FORMAT'][] = [
    [brokenImage(), 'PHOTO_NOT_AN_IMAGE'],
    [await hugeImage(), 'PHOTO_TOO_MANY_PIXELS'],
    [
      { name: 'phone.heic', mimeType: '', buffer: Buffer.from('\0\0\0\x14ftypheic\0\0\0\0mif1') },
      'PHOTO_FORMAT',
    ],
  ];
  for (const [file, reason] of refusals) {
    await mine.pick(file);
    await expect(mine.refusal).toHaveText(t(`reasons.${reason}`));
  }
  await expect(mine.editor).toBeHidden();
  expect(sent).toEqual([]);
});

test('a photo is removed and brought back, and an earlier one is used again', async ({
  page,
  t,
  given,
  signIn,
}) => {
  await signIn(await given.user());
  const mine = photoCard(page, t);
  await profilePage(page, t).open();
  await mine.use(await plainImage('#c8321e'));
  await mine.remove.click();
  await expect(mine.toast(t('photo.removed'))).toBeVisible();
  await expect(mine.choose).toBeFocused();
  await expect(mine.photo()).toBeHidden();
  await expect(mine.earlier).toHaveCount(1);
  await mine.undo.click();
  await expectLoaded(mine.photo());
  await expect(mine.earlier).toHaveCount(0);

  await mine.use(await plainImage('#1e50c8'));
  await expect(mine.earlier).toHaveCount(1);
  await mine.earlier.click();
  await expect(mine.toast(t('photo.restored'))).toBeVisible();
  await expect(mine.change).toBeFocused();
  await expect.poll(async () => colourOf(await bytesOf(mine.photo()))).toBe('red');

  await mine.editAlt.click();
  await expect(mine.alt).toBeFocused();
  await mine.alt.fill('A red wall');
  await mine.alt.press('Enter');
  await expectLoaded(mine.photo('A red wall'));
  await expect(mine.editAlt).toBeFocused();
});

test('initials stand for a photo that does not come', async ({ page, t, given, signIn, complaints }) => {
  complaints.expect(/net::ERR_FAILED/);
  await signIn(await given.user({ displayName: 'Robin Reed' }));
  const mine = photoCard(page, t);
  await profilePage(page, t).open();
  await mine.use(await plainImage('#c8321e'));
  await page.route('**/api/photos/**', (route) => route.abort());
  await page.reload();
  await expect(mine.photo()).toHaveText('RR');
  await expect(page.getByRole('banner').getByRole('button').getByText('RR')).toBeVisible();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('a photo can be taken on the spot', async ({ page, t, given, signIn }) => {
    await signIn(await given.user());
    const mine = photoCard(page, t);
    await profilePage(page, t).open();
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), mine.takePhoto.tap()]);
    expect(await chooser.element().getAttribute('capture')).toBe('user');
    await chooser.setFiles(await plainImage('#1e50c8'));
    await mine.save.tap();
    await expectLoaded(mine.photo());
    const [other] = await Promise.all([page.waitForEvent('filechooser'), mine.change.tap()]);
    expect(await other.element().getAttribute('capture')).toBeNull();
  });
});

test.describe('in French', () => {
  test.use({ language: 'fr' });
  test.describe.configure({ timeout: 120_000 });

  test('every state can be used by everybody, at any width', async ({ page, t, given, signIn }) => {
    await signIn(await given.user({ locale: 'fr' }));
    const mine = photoCard(page, t);
    await profilePage(page, t).open();
    await mine.use(await plainImage('#c8321e'));
    await mine.pick(brokenImage());
    await expect(mine.refusal).toBeVisible();
    await expectAccessible(page, 'a photo, and a file that is none');
    // What tells of the first photo would lie on the window of the next.
    await expect(mine.toast(t('photo.saved'))).toBeHidden();
    await mine.pick(await heavyImage());
    await mine.exact.click();
    await expectAccessible(page, 'a photo being adjusted');
    await page.setViewportSize({ width: 320, height: 640 });
    await expectNoSidewaysScroll(page, 'a photo being adjusted');
    await expectReachable(mine.editor);
    await page.route('**/api/uploads/**', () => undefined);
    await mine.save.click();
    await expect(mine.progress).toBeVisible();
    await expectAccessible(page, 'a photo on its way');
  });
});

/** The picture has come, and is no sign of one that has not. */
async function expectLoaded(image: Locator) {
  await expect(image).toBeVisible();
  await expect
    .poll(() =>
      image.evaluate(
        (element) => element instanceof HTMLImageElement && element.complete && element.naturalWidth > 0,
      ),
    )
    .toBe(true);
}

/** The file that is shown, as the browser got it. */
async function bytesOf(image: Locator) {
  await expectLoaded(image);
  const address = await image.evaluate((element: HTMLImageElement) => element.currentSrc);
  return (await contextOf(image).request.get(address)).body();
}

function contextOf(image: Locator) {
  const page: Page = image.page();
  return page.context();
}
