import {
  createLoader,
  type inferParserType,
  parseAsArrayOf,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server';
import { validate as isId } from 'uuid';
import { isDay } from '@/components/admin/filter-values';
import {
  ListPeopleInput,
  PERSON_COLUMNS,
  PERSON_FLAGS,
  PERSON_SORTS,
  PERSON_STATES,
} from '@/server/moderation/people-inputs';

/** What the list of people is narrowed to, as it stands in its address; what makes no sense there narrows nothing. */
export const PEOPLE_FILTERS = {
  q: parseAsString.withDefault(''),
  state: parseAsStringLiteral(PERSON_STATES),
  /** The id of a role. */
  role: parseAsString,
  /** The id of a group. */
  group: parseAsString,
  from: parseAsString,
  until: parseAsString,
  flags: parseAsArrayOf(parseAsStringLiteral(PERSON_FLAGS)).withDefault([]),
  sort: parseAsStringLiteral(PERSON_SORTS).withDefault('newest'),
  /** Null: those that are shown at first. */
  columns: parseAsArrayOf(parseAsStringLiteral(PERSON_COLUMNS)),
};

export type PeopleFilters = inferParserType<typeof PEOPLE_FILTERS>;

export const loadPeopleFilters = createLoader(PEOPLE_FILTERS);

/** The same as the procedure takes it. */
export function peopleInput({ q, state, role, group, from, until, flags, sort }: PeopleFilters) {
  // What nobody can be called is not looked for.
  const { data: text = '' } = ListPeopleInput.shape.text.safeParse(q.trim().slice(0, 100));
  return {
    flags,
    sort,
    ...(text !== '' && { text }),
    ...(state !== null && { state }),
    ...(role !== null && isId(role) && { inRole: role }),
    ...(group !== null && isId(group) && { inGroup: group }),
    ...(isDay(from) && { createdFrom: from }),
    ...(isDay(until) && { createdUntil: until }),
  };
}
