import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright/test';
import { expect, test } from './fixtures';

/** kB of 1000 bytes, gzip: everything that the browser fetches to run before the person does anything. */
const BUDGETS = {
  '/settings/account': 180,
  '/settings/profile': 180,
  '/settings/privacy': 180,
  '/settings/notifications': 190,
  '/settings/security': 190,
  '/settings/sessions': 180,
  '/sign-in': 140,
};

async function firstLoadOf(page: Page, path: string) {
  const scripts: Promise<Buffer>[] = [];
  page.on('response', (answer) => {
    if (answer.request().resourceType() === 'script') scripts.push(answer.body());
  });
  await page.goto(path);
  await page.waitForLoadState('networkidle');
  const sizes = (await Promise.all(scripts)).map((script) => gzipSync(script, { level: 9 }).length);
  return { kilobytes: sizes.reduce((sum, size) => sum + size, 0) / 1000, files: sizes.length };
}

for (const [path, limit] of Object.entries(BUDGETS)) {
  test(`the first load of ${path} stays within ${limit} kB of script`, async ({ page, given, signIn }) => {
    if (path.startsWith('/settings')) await signIn(await given.user());
    const { kilobytes, files } = await firstLoadOf(page, path);
    console.log(`${path}: ${kilobytes.toFixed(1)} kB of script in ${files} files, limit ${limit} kB`);
    expect(files).toBeGreaterThan(0);
    expect(kilobytes).toBeLessThan(limit);
  });
}
