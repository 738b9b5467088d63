import { expect, test } from 'vitest';
import { factsOf, tellingFacts } from './entry-facts';

const ID = '01936b2e-1c2f-7d3e-8f4a-5b6c7d8e9f00';

test('what changed comes first, and the way to what an entry undoes is no fact', () => {
  const facts = factsOf({
    before: { roleId: ID, color: 'amber', version: 1 },
    after: { roleId: ID, color: 'blue', version: 2, undoes: ID },
  });
  expect(facts.map(({ name, isChanged }) => [name, isChanged])).toEqual([
    ['color', true],
    ['version', true],
    ['roleId', false],
  ]);
  expect(tellingFacts(facts).map(({ name }) => name)).toEqual(['color']);
});

test('what was not there before, or is not there any more, has changed', () => {
  expect(factsOf({ before: null, after: { role: 'moderator', expiresAt: null } })).toEqual([
    { name: 'role', before: undefined, after: 'moderator', isChanged: true },
    { name: 'expiresAt', before: undefined, after: null, isChanged: true },
  ]);
  expect(tellingFacts(factsOf({ before: { role: 'moderator', roleId: ID }, after: null }))).toEqual([
    { name: 'role', before: 'moderator', after: undefined, isChanged: true },
  ]);
  expect(factsOf({ before: null, after: null })).toEqual([]);
});
