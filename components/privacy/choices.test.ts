import { expect, test } from 'vitest';
import { PrivacyFields, UpdatePrivacyInput } from '@/server/privacy/inputs';
import { CHOICES, changesOf, isNarrower, PRESETS } from './choices';

test('every setting is a choice or one of the two switches', () => {
  const switches = ['searchable', 'indexable'];
  expect([...CHOICES, ...switches].sort()).toEqual(Object.keys(PrivacyFields.shape).sort());
});

test('what a preset fills in can be saved as it is', () => {
  for (const preset of Object.values(PRESETS)) {
    expect(Object.keys(preset).sort()).toEqual([...CHOICES].sort());
    expect(UpdatePrivacyInput.parse(preset)).toEqual(preset);
  }
});

test('only what differs is a change', () => {
  expect(changesOf({}, PRESETS.open)).toEqual({});
  expect(changesOf(PRESETS.open, PRESETS.open)).toEqual({});
  expect(changesOf({ profile: 'everyone', bio: 'only_me' }, PRESETS.open)).toEqual({ bio: 'only_me' });
});

test('an audience is narrower than those before it', () => {
  expect(isNarrower('contacts', 'everyone')).toBe(true);
  expect(isNarrower('only_me', 'contacts')).toBe(true);
  expect(isNarrower('contacts', 'contacts')).toBe(false);
  expect(isNarrower('everyone', 'signed_in')).toBe(false);
});
