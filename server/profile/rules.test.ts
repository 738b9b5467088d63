import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { expect, test } from 'vitest';
import { HandleField } from './handle-inputs';
import { handleCandidates } from './rules';

test.each([
  ['Ada Lovelace', 'ada-lovelace'],
  ['Zoé Müller-Ångström', 'zoe-muller-angstrom'],
  ['  -- J. R. R. --  ', 'j-r-r'],
  ['İlker Şahin', 'ilker-sahin'],
  ['A name that is longer than any handle may ever be', 'a-name-that-is-longer-th'],
])('%j would like to be %j', (displayName, handle) => {
  expect(handleCandidates({ displayName, id: uuid() })[0]).toBe(handle);
});

test('a name that is taken goes on with numbers', () => {
  const [first, second, third] = handleCandidates({ displayName: 'Ada', id: uuid() });
  expect([first, second, third]).toEqual(['ada', 'ada-2', 'ada-3']);
});

test('a name too short, reserved or in other letters gives no handle that would be refused', () => {
  const id = '01890000-0000-7000-8000-0123456789ab';
  expect(handleCandidates({ displayName: '山田太郎', id })).toEqual(['person-0123456789ab']);
  expect(handleCandidates({ displayName: 'Al', id })[0]).toBe('al-2');
  expect(handleCandidates({ displayName: 'Admin', id })).not.toContain('admin');
});

test('whatever the name, every candidate is a handle, none comes twice, and the last is of one`s own', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.uuid({ version: 7 }), (displayName, id) => {
      const candidates = handleCandidates({ displayName, id });
      expect(new Set(candidates).size).toBe(candidates.length);
      for (const handle of candidates) expect(HandleField.parse(handle)).toBe(handle);
      expect(candidates.at(-1)).toBe(`person-${id.replaceAll('-', '').slice(-12)}`);
    }),
  );
});
