import { PERSON_COLUMNS, type PersonColumn } from '@/server/moderation/people-inputs';
import type { Permission } from '@/server/roles/permissions';

const NEEDS: Partial<Record<PersonColumn, Permission>> = {
  email: 'person.viewEmail',
  lastSeen: 'person.viewSecurity',
};

/** Where nobody chose. How many sanctions there are is told by a badge as well. */
const AT_FIRST: readonly PersonColumn[] = PERSON_COLUMNS.filter((column) => column !== 'sanctions');

/** The columns that somebody can choose from, in their order. */
export function offeredColumns(permissions: readonly Permission[]): PersonColumn[] {
  return PERSON_COLUMNS.filter((column) => {
    const permission = NEEDS[column];
    return permission === undefined || permissions.includes(permission);
  });
}

/** Those of them that are shown. @param chosen as it stands in the address; null: nobody chose */
export function shownColumns(offered: PersonColumn[], chosen: PersonColumn[] | null): PersonColumn[] {
  return offered.filter((column) => (chosen ?? AT_FIRST).includes(column));
}

/** The same with one more or one less; null where that is what is shown at first. */
export function toggledColumns(
  offered: PersonColumn[],
  shown: PersonColumn[],
  column: PersonColumn,
): PersonColumn[] | null {
  const wished = offered.filter((one) => (one === column) !== shown.includes(one));
  const isAtFirst = offered.every((one) => AT_FIRST.includes(one) === wished.includes(one));
  return isAtFirst ? null : wished;
}
