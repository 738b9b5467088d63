import { expect, type Locator, type Page } from 'playwright/test';
import type { ImageFile } from '@/e2e/support/images';
import { pressByKey } from '@/e2e/support/keyboard';
import type { Words } from '@/e2e/support/words';

/** One's photo in the settings, and the window in which it is adjusted. */
export function photoCard(page: Page, t: Words) {
  const card = page.getByRole('region', { name: t('photo.title'), exact: true });
  const editor = page.getByRole('dialog', { name: t('photo.editor') });
  const choose = card.getByRole('button', { name: t('photo.choose'), exact: true });
  const change = card.getByRole('button', { name: t('photo.change'), exact: true });
  const save = editor.getByRole('button', { name: t('photo.saveNew'), exact: true });
  const button = (name: 'zoomIn' | 'zoomOut' | 'turnLeft' | 'turnRight' | 'moveLeft' | 'moveRight') =>
    editor.getByRole('button', { name: t(`photo.${name}`), exact: true });
  const number = (name: 'zoomExact' | 'rotationExact' | 'left' | 'top') =>
    editor.getByRole('spinbutton', { name: t(`photo.${name}`), exact: true });
  const openEarlier = card.getByRole('list', { name: t('photo.earlier') });
  return {
    card,
    choose,
    change,
    remove: card.getByRole('button', { name: t('photo.remove'), exact: true }),
    takePhoto: card.getByRole('button', { name: t('photo.take'), exact: true }),
    /** Their photo, by what it shows or by the name that it has otherwise. */
    photo: (alt = t('photo.yours')) => card.getByRole('img', { name: alt, exact: true }),
    refusal: card.getByRole('alert'),
    news: card.getByRole('status'),
    /** A message at the edge of the window. */
    toast: (text: string) => page.getByRole('listitem').filter({ hasText: text }),
    undo: page.getByRole('button', { name: t('photo.undo'), exact: true }),
    editAlt: card.getByRole('button', { name: t('photo.editAlt'), exact: true }),
    alt: card.getByRole('textbox', { name: t('photo.alt') }),
    saveAlt: card.getByRole('button', { name: t('photo.save'), exact: true }),
    earlier: openEarlier.getByRole('button', { name: new RegExp(`^${t('photo.use')}`) }),

    editor,
    stage: editor.getByRole('application', { name: t('photo.stage') }),
    zoom: editor.getByRole('slider', { name: t('photo.zoom') }),
    rotation: editor.getByRole('slider', { name: t('photo.rotation') }),
    button,
    exact: editor.locator('summary', { hasText: t('photo.exact') }),
    number,
    position: editor.getByRole('status').filter({ hasText: '°' }),
    editorAlt: editor.getByRole('textbox', { name: new RegExp(`^${t('photo.alt')}`) }),
    save,
    tryAgain: editor.getByRole('button', { name: t('photo.tryAgain'), exact: true }),
    progress: editor.getByRole('progressbar'),
    cancelUpload: editor.getByRole('button', { name: t('photo.cancelUpload'), exact: true }),
    editorRefusal: editor.getByRole('alert'),
    cancelled: editor.getByText(t('photo.cancelled')),

    /** Chooses a file, as the window of the browser would. */
    async pick(file: ImageFile) {
      await card.locator('input[type=file]').setInputFiles(file);
    },
    /** The same by keys alone. */
    async pickByKey(file: ImageFile) {
      const [chooser] = await Promise.all([page.waitForEvent('filechooser'), pressByKey(page, choose)]);
      await chooser.setFiles(file);
    },
    async drop(file: ImageFile) {
      const data = await transferOf(page, file);
      const place = card.locator('input[type=file]').locator('..');
      await place.dispatchEvent('dragenter', { dataTransfer: data });
      await expect(card.getByText(t('photo.drop'))).toBeVisible();
      await place.dispatchEvent('drop', { dataTransfer: data });
    },
    /** Pastes it where the focus is. */
    async paste(file: ImageFile, where: Locator = page.locator('body')) {
      const data = await transferOf(page, file);
      await where.evaluate(
        (element, clipboardData) =>
          void element.dispatchEvent(
            new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
          ),
        data,
      );
    },
    /** Chooses a file and saves it as it is. */
    async use(file: ImageFile) {
      await card.locator('input[type=file]').setInputFiles(file);
      await save.click();
      await expect(editor).toBeHidden();
    },
  };
}

/** What the system hands to a page with a file in it. */
function transferOf(page: Page, { name, mimeType, buffer }: ImageFile) {
  return page.evaluateHandle(
    ({ name, type, base64 }) => {
      const transfer = new DataTransfer();
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      transfer.items.add(new File([bytes], name, { type }));
      return transfer;
    },
    { name, type: mimeType, base64: buffer.toString('base64') },
  );
}
