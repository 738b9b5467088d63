import { expect, test } from 'vitest';
import { NAME_LENGTH } from '@/server/groups/catalog';
import { ListGroupsInput } from '@/server/groups/inputs';
import { groupsInput, loadGroupFilters } from './group-filters';

test('without a search every group is asked for', () => {
  expect(groupsInput(loadGroupFilters({}))).toEqual({});
  expect(groupsInput(loadGroupFilters({ q: '   ' }))).toEqual({});
});

test('a search is taken as it was meant, and never longer than a name', () => {
  expect(groupsInput(loadGroupFilters({ q: ' harbour ' }))).toEqual({ text: 'harbour' });
  const input = groupsInput(loadGroupFilters({ q: '🦭'.repeat(NAME_LENGTH + 1) }));
  expect(input).toEqual({ text: '🦭'.repeat(NAME_LENGTH) });
  expect(ListGroupsInput.safeParse(input).success).toBe(true);
});
