import type { ReadList } from '@/db/replica/replica';
import { csvCell } from '@/server/audit/export';
import type { Permission } from '@/server/roles/permissions';
import type { PeopleExported, PersonColumn, PersonCursor } from './people-inputs';
import { listPeople, type PersonRow } from './people-list';

const WHO = ['userId', 'handle', 'displayName'] as const satisfies (keyof PersonRow)[];

/** What stands in the file for each column of the list. */
const FIELDS = {
  status: ['status', 'isLimited'],
  openCases: ['openCases'],
  sanctions: ['sanctions'],
  joined: ['createdAt'],
  email: ['email'],
  lastSeen: ['lastSeenAt'],
} as const satisfies Record<PersonColumn, (keyof PersonRow)[]>;
const ORDER = ['status', 'openCases', 'sanctions', 'joined', 'email', 'lastSeen'] as const;
const NEEDS: Partial<Record<PersonColumn, Permission>> = {
  email: 'person.viewEmail',
  lastSeen: 'person.viewSecurity',
};

interface Ask {
  filter: PeopleExported;
  /** Who reads it. */
  viewerId: string;
  held: readonly Permission[];
  now: Date;
}

/** Whom a filter finds as CSV (RFC 4180) with a head, page by page; addresses and visits for who may see them. */
export async function* writePeople(
  readList: ReadList,
  { filter, viewerId, held, now }: Ask,
): AsyncGenerator<string> {
  const { columns: chosen = ORDER, ...narrowed } = filter;
  const shown = ORDER.filter((column) => {
    const permission = NEEDS[column];
    return chosen.includes(column) && (!permission || held.includes(permission));
  });
  const columns: (keyof PersonRow)[] = [...WHO, ...shown.flatMap((column) => FIELDS[column])];
  yield `${columns.join(',')}\r\n`;
  let after: PersonCursor | null | undefined;
  do {
    const wish = { filter: { ...narrowed, after: after ?? undefined }, viewerId, held, now };
    const page = await readList((db) => listPeople(db, { ...wish, reach: { everyone: true } }));
    yield page.people.map((person) => `${columns.map((name) => told(person[name])).join(',')}\r\n`).join('');
    after = page.next;
  } while (after);
}

function told(value: string | number | boolean | null): string {
  return csvCell(typeof value === 'boolean' ? String(value) : value);
}
