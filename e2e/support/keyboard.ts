import type { Locator, Page } from 'playwright/test';

/** More stops than any page has. */
const STOPS = 160;

/** Presses Tab until the control has the focus, as somebody without a pointer would. */
export async function tabTo(page: Page, control: Locator) {
  for (let presses = 0; presses < STOPS; presses++) {
    await page.keyboard.press('Tab');
    if (await control.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`no Tab leads to ${control}`);
}

/** Goes to a control by Tab and presses it by Enter. */
export async function pressByKey(page: Page, control: Locator) {
  await tabTo(page, control);
  await page.keyboard.press('Enter');
}

/** Goes to a field by Tab and types over what is in it. */
export async function typeInto(page: Page, field: Locator, text: string) {
  await tabTo(page, field);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(text);
}
