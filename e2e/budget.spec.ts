import { gzipSync } from 'node:zlib';
import type { Page, Response } from 'playwright/test';
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
  const scripts: Promise<{ path: string; size: number }>[] = [];
  page.on('response', (answer) => {
    if (answer.request().resourceType() === 'script') scripts.push(measured(answer));
  });
  await page.goto(path);
  await page.waitForLoadState('networkidle');
  const files = await Promise.all(scripts);
  return { kilobytes: files.reduce((sum, { size }) => sum + size, 0) / 1000, files };
}

async function measured(answer: Response) {
  const size = gzipSync(await answer.body(), { level: 9 }).length;
  return { path: new URL(answer.url()).pathname, size };
}

for (const [path, limit] of Object.entries(BUDGETS)) {
  test(`the first load of ${path} stays within ${limit} kB of script`, async ({ page, given, signIn }) => {
    if (path.startsWith('/settings')) await signIn(await given.user());
    const { kilobytes, files } = await firstLoadOf(page, path);
    console.log(`${path}: ${kilobytes.toFixed(1)} kB of script in ${files.length} files, limit ${limit} kB`);
    expect(files).not.toEqual([]);
    expect(kilobytes, JSON.stringify(files, null, 1)).toBeLessThan(limit);
  });
}
