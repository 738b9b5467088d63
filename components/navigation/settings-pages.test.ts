import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import en from '@/messages/en.json';
import { SETTINGS } from './settings-found';
import { SETTINGS_GROUPS } from './settings-pages';

const hrefs = SETTINGS_GROUPS.flatMap(({ pages }) => pages.map(({ href }) => href));

test('every page of the navigation is built', () => {
  for (const href of hrefs) expect(existsSync(`app${href}/page.tsx`)).toBe(true);
});

test('every setting that can be searched for stands on a page of the navigation, under a name of its own', () => {
  for (const { href } of SETTINGS) expect(hrefs).toContain(href);
  const ids = SETTINGS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(Object.keys(en.palette.synonyms)).toContain(id);
});
