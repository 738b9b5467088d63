import type { Database } from '@/db/client';
import { csvCell } from '@/server/audit/export';
import type { Permission } from '@/server/roles/permissions';
import type { PersonCursor, PersonFilter } from './people-inputs';
import { listPeople, type PersonRow } from './people-list';

const COLUMNS = [
  'userId',
  'handle',
  'displayName',
  'status',
  'isLimited',
  'openCases',
  'sanctions',
  'createdAt',
] as const satisfies (keyof PersonRow)[];

interface Ask {
  filter: PersonFilter;
  held: readonly Permission[];
  now: Date;
}

/** Everybody whom a filter finds as CSV (RFC 4180) with a head, page by page; addresses and visits for who may see them. */
export async function* writePeople(db: Database, { filter, held, now }: Ask): AsyncGenerator<string> {
  const columns: (keyof PersonRow)[] = [
    ...COLUMNS,
    ...(held.includes('person.viewEmail') ? (['email'] as const) : []),
    ...(held.includes('person.viewSecurity') ? (['lastSeenAt'] as const) : []),
  ];
  yield `${columns.join(',')}\r\n`;
  let after: PersonCursor | null | undefined = filter.after;
  do {
    const page = await listPeople(db, {
      filter: { ...filter, after: after ?? undefined },
      reach: { everyone: true },
      held,
      now,
    });
    yield page.people.map((person) => `${columns.map((name) => told(person[name])).join(',')}\r\n`).join('');
    after = page.next;
  } while (after);
}

function told(value: string | number | boolean | null): string {
  return csvCell(typeof value === 'boolean' ? String(value) : value);
}
