import { expect, test } from 'vitest';
import { fileSize } from './file-size';

test('sizes are written as in the language, and nothing is smaller than a kilobyte', () => {
  expect(fileSize(12, 'en')).toBe('1 kB');
  expect(fileSize(48_200, 'en')).toBe('48 kB');
  expect(fileSize(3_440_000, 'en')).toBe('3.4 MB');
  expect(fileSize(3_440_000, 'fr')).toMatch(/^3,4\sMo$/);
  expect(fileSize(2_000_000_000, 'en')).toBe('2,000 MB');
});
