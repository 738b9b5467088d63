import { expect, test } from 'vitest';
import { providerFamily } from './provider-family';

test.each([
  ['YubiKey 5 NFC', 'securityKey'],
  ['Titan Security Key v2', 'securityKey'],
  ['Windows Hello', 'computer'],
  ['iCloud Keychain', 'manager'],
  ['1Password', 'manager'],
  [null, 'other'],
] as const)('%s is shown as %s', (provider, family) => {
  expect(providerFamily(provider)).toBe(family);
});
