import { expect, test } from 'vitest';
import { pageAt, pagesFor } from './admin-pages';

const hrefs = (facts: Parameters<typeof pagesFor>[0]) => pagesFor(facts).map(({ href }) => href);

test('everybody is shown the pages that they may open, and no other', () => {
  expect(hrefs({ permissions: ['dashboard.view'], moderatesOnly: false })).toContain('/admin');
  expect(hrefs({ permissions: ['dashboard.view'], moderatesOnly: false })).not.toContain('/admin/clients');
  expect(hrefs({ permissions: ['clients.manage'], moderatesOnly: false })).toEqual(['/admin/clients']);
  expect(hrefs({ permissions: [], moderatesOnly: true })).not.toContain('/admin/clients');
  expect(hrefs({ permissions: [], moderatesOnly: true })).toContain('/admin');
});

test('the page of a single thing belongs to that of them all', () => {
  expect(pageAt('/admin/clients')?.name).toBe('clients');
  expect(pageAt('/admin/clients/1')?.name).toBe('clients');
  expect(pageAt('/admin')?.name).toBe('overview');
  expect(pageAt('/settings')).toBeUndefined();
});
