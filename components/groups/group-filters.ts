import { createLoader, type inferParserType, parseAsString } from 'nuqs/server';
import { NAME_LENGTH } from '@/server/groups/catalog';

/** What the list of groups is narrowed to, as it stands in its address. */
export const GROUP_FILTERS = { q: parseAsString.withDefault('') };

export type GroupFilters = inferParserType<typeof GROUP_FILTERS>;

export const loadGroupFilters = createLoader(GROUP_FILTERS);

/** The same as the procedure takes it. */
export function groupsInput({ q }: GroupFilters) {
  const text = [...q.trim()].slice(0, NAME_LENGTH).join('');
  return text === '' ? {} : { text };
}
