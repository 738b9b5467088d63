import { expect, type Page } from 'playwright/test';
import { untilAlive } from '@/e2e/support/alive';
import type { Words } from '@/e2e/support/words';

/** One's own profile in the settings. */
export function profilePage(page: Page, t: Words) {
  const field = (name: 'displayName' | 'bio' | 'pronouns' | 'location' | 'website') =>
    page.getByRole('textbox', { name: t(`profile.${name}`), exact: true });
  const bar = page.getByRole('region', { name: t('profile.unsavedLabel') });
  const leaving = page.getByRole('alertdialog', { name: t('profile.leaveTitle') });
  const name = field('displayName');
  const heading = page.getByRole('heading', { level: 1, name: t('profile.title'), exact: true });
  const stands = async () => {
    await expect(heading).toBeVisible();
    await untilAlive(page);
  };
  const handleCard = page.getByRole('region', { name: t('handle.title'), exact: true });
  const saveButton = bar.getByRole('button', { name: t('profile.save') });
  return {
    name,
    handleCard,
    editHandle: handleCard.getByRole('button', { name: t('handle.editName') }),
    handle: handleCard.getByRole('textbox', { name: t('handle.new'), exact: true }),
    /** Whether the handle that is typed can be had. */
    handleNews: handleCard.getByRole('status'),
    changeHandle: handleCard.getByRole('button', { name: t('handle.change') }),
    takeBack: (handle: string) =>
      handleCard.getByRole('button', { name: t('handle.takeBackNamed', { handle }), exact: true }),
    bio: field('bio'),
    pronouns: field('pronouns'),
    location: field('location'),
    website: field('website'),
    language: page.getByRole('combobox', { name: t('profile.locale'), exact: true }),
    timeZone: page.getByRole('combobox', { name: t('profile.timeZone'), exact: true }),
    heading,
    /** What is unsaved, at the bottom of the window. */
    bar,
    saveButton,
    discardButton: bar.getByRole('button', { name: t('profile.discard') }),
    previewTab: page.getByRole('tab', { name: t('profile.preview') }),
    preview: page.getByRole('tabpanel', { name: t('profile.preview') }),
    refusal: page.getByRole('main').getByRole('alert'),
    signInAgain: page.getByRole('link', { name: t('profile.signInAgain') }),
    savedNotice: page.getByText(t('profile.saved')),
    closeNotice: page.getByRole('button', { name: t('common.close'), exact: true }),
    /** The question before unsaved changes are left behind. */
    leaving,
    stayButton: leaving.getByRole('button', { name: t('profile.leaveStay') }),
    leaveButton: leaving.getByRole('button', { name: t('profile.leaveGo') }),
    /** Waits for the page, however the person came to it, until it can be used. */
    stands,
    async open() {
      await page.goto('/settings/profile');
      await stands();
    },
    rename: (displayName: string) => name.fill(displayName),
    save: () => saveButton.click(),
  };
}
