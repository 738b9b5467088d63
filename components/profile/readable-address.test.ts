import { expect, test } from 'vitest';
import { readableAddress } from './readable-address';

test.each([
  ['https://example.org/', 'example.org'],
  ['https://fr.wikipedia.org/wiki/%C3%89t%C3%A9', 'fr.wikipedia.org/wiki/Été'],
  ['https://example.org/a%2Fb', 'example.org/a%2Fb'],
  ['https://example.org/%E2%80%AEevil', 'example.org/%E2%80%AEevil'],
  ['https://example.org/%FF', 'example.org/%FF'],
  ['https://xn--pple-43d.com/', 'xn--pple-43d.com'],
])('%s reads %s', (address, words) => {
  expect(readableAddress(address)).toBe(words);
});
