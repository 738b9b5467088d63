import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pageAddress, safeNext } from './rules';

const HOME = '/settings/profile';

test.each([
  '/settings/profile',
  '/u/ada?tab=1#top',
  '/',
  '/admin',
  '/settings?next=//evil.example',
  '/sign-inside',
])('%j is a page of ours', (path) => {
  expect(safeNext(path)).toBe(path);
});

test.each([
  undefined,
  '',
  ['/a', '/b'],
  'settings',
  'https://evil.example',
  'https://here.invalid/settings',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  ' //evil.example',
  '/.//evil.example',
  '/..//evil.example',
  '/a/..//evil.example',
  '/%2e//evil.example',
  'javascript:alert(1)',
  'data:text/html,x',
  '//here.invalid@evil.example',
  '/sign-in',
  '/sign-in?next=/admin',
  '/sign-up',
  '/x/../sign-in',
  '/api/auth/signout',
  '/api',
])('%j leads to the settings', (wanted) => {
  expect(safeNext(wanted)).toBe(HOME);
});

test('whatever is wanted, the browser stays here', () => {
  const parts = fc.constantFrom(
    '/',
    '\\',
    '//',
    'evil.example',
    '@',
    ':',
    '.',
    '..',
    '%2f',
    '\t',
    '?',
    '#',
    'a',
  );
  fc.assert(
    fc.property(
      fc.array(parts).map((some) => some.join('')),
      (wanted) => {
        const next = safeNext(wanted);
        expect(new URL(next, 'https://foyer.example').origin).toBe('https://foyer.example');
        expect(next.startsWith('/') && !next.startsWith('//')).toBe(true);
        expect(safeNext(next)).toBe(next);
      },
    ),
    { numRuns: 2000 },
  );
});

test.each([
  ['/admin/clients?name=Cli&id=1&_rsc=1x2y', '/admin/clients', '/admin/clients?name=Cli&id=1'],
  ['/admin/clients?name=a%26b', '/admin', '/admin/clients?name=a%26b'],
  ['/settings/apps?_rsc=abc', '/settings/apps', '/settings/apps'],
  ['/settings/profile?a=1', '/settings/pro', '/settings/pro'],
  ['/elsewhere?a=1', '/settings/apps', '/settings/apps'],
  ['http://[', '/settings/apps', '/settings/apps'],
])('of %j the page at %j comes back to %j', (asked, path, page) => {
  expect(pageAddress(asked, { path })).toBe(page);
});
