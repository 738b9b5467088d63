import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { BENCH_PAGES, NOT_MEASURED } from './catalog';

test('every page is measured, or it is said why it is not', async () => {
  const files = await readdir('app', { recursive: true });
  const folders = files
    .filter((file) => /(^|\/)page\.tsx$/.test(file))
    .map((file) => file.replace(/\/?page\.tsx$/, ''));
  expect([...Object.keys(BENCH_PAGES), ...Object.keys(NOT_MEASURED)].sort()).toEqual(folders.sort());
});
