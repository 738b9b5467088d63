import type { Line } from '@/bench/line';
import { median, percentile } from '@/bench/rounds';
import { openMillion } from '@/bench/search/million-database';
import type { Database } from '@/db/client';
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

const HELD: Permission[] = ['person.view', 'person.viewEmail', 'person.viewSecurity'];
/** A third of all, few, and a whole address. */
const TEXTS = [undefined, 'an', 'zoe gk', 'person-77@example.test'];
/** Those that few are in go by one index. */
const STATES = [undefined, 'active', 'suspended'] as const;
const DAYS = [{}, { createdFrom: '2026-01-01', createdUntil: '2026-06-30' }];
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

/**
 * The list of people that staff see, of a million: every combination of filters and sorts that is offered, once each, and the
 * slowest of them again, with the page after the first. Nothing slower than this is offered.
 */
export async function people(): Promise<Line[]> {
  const { db } = await openMillion({ also: seedStaffCrowd });
  const everyone: Reach = { everyone: true };
  const scoped: Reach = { everyone: false, groupIds: [GROUP] };
  const asked: { filter: PersonFilter; reach: Reach; wait: number }[] = [];
  const wishes = combinations();
  for (const filter of wishes)
    asked.push({ filter, reach: everyone, wait: await timeOf(db, { filter, reach: everyone }) });
  for (const filter of wishes.filter(({ inGroup }) => inGroup === undefined))
    asked.push({ filter, reach: scoped, wait: await timeOf(db, { filter, reach: scoped }) });
  const slowest = asked.toSorted((a, b) => b.wait - a.wait).slice(0, SLOWEST);
  const again: { filter: PersonFilter; p95: number }[] = [];
  for (const { filter, reach } of slowest) {
    const waits: number[] = [];
    for (let n = 0; n < AGAIN; n++) waits.push(await timeOf(db, { filter, reach }));
    again.push({ filter, p95: percentile(waits, 0.95) });
  }
  const worst = again.toSorted((a, b) => b.p95 - a.p95)[0];
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
  ];
}

function combinations(): PersonFilter[] {
  return TEXTS.flatMap((text) =>
    STATES.flatMap((state) =>
      [undefined, ROLE].flatMap((inRole) =>
        [undefined, GROUP].flatMap((inGroup) =>
          DAYS.flatMap((days) =>
            FLAGS.flatMap((flags) =>
              PERSON_SORTS.map((sort) =>
                ListPeopleInput.parse({ text, state, inRole, inGroup, ...days, flags, sort }),
              ),
            ),
          ),
        ),
      ),
    ),
  );
}

/** How long the first page takes, or the one after it where that takes longer. */
async function timeOf(db: Database, { filter, reach }: { filter: PersonFilter; reach: Reach }) {
  const ask = async (after: PersonFilter['after']) => {
    const begun = performance.now();
    const page = await listPeople(db, { filter: { ...filter, after }, reach, held: HELD, now: new Date() });
    return { wait: performance.now() - begun, next: page.next };
  };
  const first = await ask(undefined);
  if (first.next === null) return first.wait;
  return Math.max(first.wait, (await ask(first.next)).wait);
}
