import { describe, expect, test } from 'vitest';
import { providerOf } from './aaguids';
import { passkeyName } from './passkey-names';

const NOBODY = '00000000-0000-0000-0000-000000000000';
const nameless = { aaguid: NOBODY, userAgent: undefined, locale: 'en' as const, taken: [] };

describe('the name of a new passkey', () => {
  test.for([
    ['fbfc3007-154e-4ecc-8c0b-6e020557d7bd', 'iCloud Keychain'],
    ['ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4', 'Google Password Manager'],
    ['ee882879-721c-4913-9775-3dfcce97072a', 'YubiKey 5'],
    [NOBODY, null],
    ['constructor', null],
  ] as const)('%s is kept by %s', ([aaguid, provider]) => {
    expect(providerOf(aaguid)).toBe(provider);
  });

  test('is the browser alone where it does not name its system, and a plain word where it says nothing', () => {
    expect(passkeyName({ ...nameless, userAgent: 'Mozilla/5.0 Firefox/141.0' })).toBe('Firefox');
    expect(passkeyName({ ...nameless, userAgent: '<script>' })).toBe('Passkey');
  });

  test('gets the first number that is free', () => {
    expect(passkeyName({ ...nameless, taken: ['Passkey', 'Passkey 3'] })).toBe('Passkey 2');
    expect(passkeyName({ ...nameless, taken: ['Passkey', 'Passkey 2', 'Passkey 3'] })).toBe('Passkey 4');
    expect(passkeyName({ ...nameless, taken: ['Passkey 2'] })).toBe('Passkey');
  });
});
