import type { Line } from '@/bench/line';
import { pagesOf } from '@/bench/permissions/plan';
import { median, percentile } from '@/bench/rounds';
import { openMillion } from '@/bench/search/million-database';
import type { Database } from '@/db/client';
import { recordStatements } from '@/db/recorder';
import {
  ListPeopleInput,
  PERSON_FLAGS,
  PERSON_SORTS,
  type PersonFilter,
} from '@/server/moderation/people-inputs';
import { listPeople } from '@/server/moderation/people-list';
import type { Permission } from '@/server/roles/permissions';
import type { Reach } from '@/server/roles/reach';
import { GROUP, ROLE, seedStaffCrowd } from './crowd';

/** Who looks. */
const NOBODY = '00000000-0000-7000-8000-000000000001';
const HELD: Permission[] = ['person.view', 'person.viewEmail', 'person.viewSecurity'];
/** A third of all, few, and a whole address. */
const TEXTS = [undefined, 'an', 'zoe gk', 'person-77@example.test'];
/** Those that few are in go by one index. */
const STATES = [undefined, 'active', 'suspended'] as const;
/** Half a year of the three in which they joined. */
const DAYS = [{}, { createdFrom: daysAgo(300), createdUntil: daysAgo(120) }];
/** None, each alone, two that few have, and all. */
const FLAGS = [
  [],
  ...PERSON_FLAGS.map((flag) => [flag]),
  ['openCase', 'sanctioned'] as const,
  [...PERSON_FLAGS],
];
/** The slowest that are looked at again, and how often. */
const SLOWEST = 20;
const AGAIN = 20;
/** The first page of a list. */
const First = ListPeopleInput.omit({ after: true });
/** Five thousand people, three looks at each. */
const MOST_BUFFERS = 60_000;

/**
 * The list of people that staff see, of a million: every combination of filters and sorts that is offered, once each, and the
 * slowest of them again, with the page after the first. Nothing slower than this is offered.
 */
export async function people(): Promise<Line[]> {
  const { db } = await openMillion({ also: seedStaffCrowd });
  const everyone: Reach = { everyone: true };
  const scoped: Reach = { everyone: false, groupIds: [GROUP] };
  const wishes = combinations();
  const asks: Ask[] = [
    ...wishes.map((filter) => ({ filter, reach: everyone })),
    ...wishes.filter(({ inGroup }) => inGroup === undefined).map((filter) => ({ filter, reach: scoped })),
  ];
  const asked: (Ask & { wait: number })[] = [];
  for (const ask of asks) {
    asked.push({ ...ask, wait: await timeOf(db, ask) });
    if (asked.length % 500 === 0)
      process.stderr.write(`${asked.length} of ${asks.length} combinations asked\n`);
  }
  const slowest = asked.toSorted((a, b) => b.wait - a.wait).slice(0, SLOWEST);
  const again: { filter: PersonFilter; p95: number; buffers: number; endToEnd: string[] }[] = [];
  for (const { filter, reach } of slowest) {
    const waits: number[] = [];
    for (let n = 0; n < AGAIN; n++) waits.push(await timeOf(db, { filter, reach }));
    again.push({
      filter,
      p95: percentile(waits, 0.95),
      ...(await pagesOfList(db, { filter, reach })),
    });
  }
  const worst = again.toSorted((a, b) => b.p95 - a.p95)[0];
  const widest = again.toSorted((a, b) => b.buffers - a.buffers)[0];
  const endToEnd = new Set(again.flatMap((one) => one.endToEnd));
  const waits = asked.map(({ wait }) => wait);
  return [
    {
      name: 'the list of people, every combination of filters and sorts',
      value: percentile(waits, 0.95),
      unit: 'ms',
      wanted: { most: 100 },
      note: `p95 of ${waits.length}; p50 ${median(waits).toFixed(1)} ms`,
    },
    {
      name: 'the slowest combination of them',
      value: worst?.p95 ?? 0,
      unit: 'ms',
      wanted: { most: 100 },
      note: `p95 of ${AGAIN}: ${JSON.stringify(worst?.filter)}`,
    },
    {
      name: `the most that one of the ${SLOWEST} slowest reads`,
      value: widest?.buffers ?? 0,
      unit: 'buffers',
      isBudget: true,
      wanted: { most: endToEnd.size > 0 ? 0 : MOST_BUFFERS },
      note: [
        JSON.stringify(widest?.filter),
        ...[...endToEnd].map((table) => `${table} is read from end to end`),
      ].join('; '),
    },
  ];
}

interface Ask {
  filter: PersonFilter;
  reach: Reach;
}

/** What the first page reads. */
async function pagesOfList(db: Database, { filter, reach }: Ask) {
  const { statements } = await recordStatements(() =>
    listPeople(db, { filter, viewerId: NOBODY, reach, held: HELD, now: new Date() }),
  );
  let buffers = 0;
  const endToEnd: string[] = [];
  for (const statement of statements) {
    const read = await pagesOf(db, statement);
    buffers += read.buffers;
    endToEnd.push(...read.endToEnd);
  }
  return { buffers, endToEnd };
}

function combinations(): PersonFilter[] {
  return TEXTS.flatMap((text) =>
    STATES.flatMap((state) =>
      [undefined, ROLE].flatMap((inRole) =>
        [undefined, GROUP].flatMap((inGroup) =>
          DAYS.flatMap((days) =>
            FLAGS.flatMap((flags) =>
              PERSON_SORTS.map((sort) => First.parse({ text, state, inRole, inGroup, ...days, flags, sort })),
            ),
          ),
        ),
      ),
    ),
  );
}

/** How long the first page takes, or the one after it where that takes longer. */
async function timeOf(db: Database, { filter, reach }: Ask) {
  const ask = async (after: PersonFilter['after']) => {
    const begun = performance.now();
    const page = await listPeople(db, {
      filter: { ...filter, after },
      viewerId: NOBODY,
      reach,
      held: HELD,
      now: new Date(),
    });
    return { wait: performance.now() - begun, next: page.next };
  };
  const first = await ask(undefined);
  if (first.next === null) return first.wait;
  return Math.max(first.wait, (await ask(first.next)).wait);
}

/** The day so many days ago. */
function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}
