import { and, desc, gte, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { cases } from '@/db/schema/moderation';
import { isAmongTheirs, type Staff } from './case-reach';
import { IS_OPEN } from './case-state';
import { type Day, lastDays, leastIdAt } from './stats-days';

/** No number beyond it is told, and no more cases of a range are looked at. */
const MOST_OPEN = 10_000;
const MOST_OPENED = 50_000;

/** How long a case has been open: each up to the hours that it says. */
const CASE_AGES = ['day', 'threeDays', 'week', 'month', 'older'] as const;
type CaseAge = (typeof CASE_AGES)[number];

const HOURS = { day: 24, threeDays: 72, week: 168, month: 720 } as const;

/** How the work of the moderators stands, of the cases that one reaches. */
export interface CaseStats {
  ages: { age: CaseAge; unclaimed: number; claimed: number }[];
  /** More are open than were counted. */
  isCut: boolean;
  /** Of the cases opened on a day: until somebody did something; null where there was none with whom anybody did. */
  days: {
    day: string;
    opened: number;
    waiting: number;
    medianHours: number | null;
    slowHours: number | null;
  }[];
}

interface Ask {
  staff: Staff;
  timeZone: string | null;
  days: number;
  now: Date;
}

/** Open cases by age, and how long it took to do something about those of the last days: two statements. */
export async function getCaseStats(db: Database, { staff, timeZone, days, now }: Ask): Promise<CaseStats> {
  const calendar = lastDays(days, { timeZone, now });
  const [open, opened] = await Promise.all([
    listAges(db, { staff, now }),
    listFirstActions(db, { staff, calendar, now }),
  ]);
  return { ...open, days: opened };
}

async function listAges(db: Database, { staff, now }: { staff: Staff; now: Date }) {
  const age = sql<CaseAge>`case
    when open_case.hours < ${HOURS.day} then 'day' when open_case.hours < ${HOURS.threeDays} then 'threeDays'
    when open_case.hours < ${HOURS.week} then 'week' when open_case.hours < ${HOURS.month} then 'month' else 'older' end`;
  const openCase = db
    .select({
      hours: sql<number>`extract(epoch from ${now.toISOString()}::timestamptz - ${cases.openedAt}) / 3600`.as(
        'hours',
      ),
      isClaimed: sql<boolean>`${cases.claimedBy} is not null`.as('is_claimed'),
    })
    .from(cases)
    .where(and(IS_OPEN, isAmongTheirs(staff, now)))
    .limit(MOST_OPEN + 1)
    .as('open_case');
  const rows = await db
    .select({
      age: sql<CaseAge>`${age}`.as('age'),
      claimed: sql<number>`count(*) filter (where ${openCase.isClaimed})::int`,
      unclaimed: sql<number>`count(*) filter (where not ${openCase.isClaimed})::int`,
    })
    .from(openCase)
    .groupBy(sql`1`);
  const ages = CASE_AGES.map((name) => {
    const row = rows.find((one) => one.age === name);
    return { age: name, unclaimed: row?.unclaimed ?? 0, claimed: row?.claimed ?? 0 };
  });
  return { ages, isCut: ages.reduce((sum, one) => sum + one.claimed + one.unclaimed, 0) > MOST_OPEN };
}

async function listFirstActions(
  db: Database,
  { staff, calendar, now }: { staff: Staff; calendar: Day[]; now: Date },
) {
  const since = calendar[0]?.from ?? now;
  const opened = db
    .select({ openedAt: cases.openedAt, firstActionAt: cases.firstActionAt })
    .from(cases)
    // Ids begin with the time, so that the primary key leads to the cases of a range.
    .where(and(gte(cases.id, leastIdAt(since)), gte(cases.openedAt, since), isAmongTheirs(staff, now)))
    .orderBy(desc(cases.id))
    .limit(MOST_OPENED)
    .as('opened');
  const begins = sql`array[${sql.join(
    calendar.map(({ from }) => sql`${from.toISOString()}`),
    sql`, `,
  )}]::timestamptz[]`;
  const hours = sql`extract(epoch from ${opened.firstActionAt} - ${opened.openedAt}) / 3600`;
  const within = (part: number) =>
    sql<number | null>`(percentile_cont(${sql.raw(String(part))}) within group (order by ${hours}))::float8`;
  const rows = await db
    .select({
      // Which of the days, from 1.
      at: sql<number>`width_bucket(${opened.openedAt}, ${begins})`.as('at'),
      opened: sql<number>`count(*)::int`,
      waiting: sql<number>`count(*) filter (where ${opened.firstActionAt} is null)::int`,
      medianHours: within(0.5),
      slowHours: within(0.9),
    })
    .from(opened)
    .groupBy(sql`1`);
  return calendar.map(({ day }, at) => {
    const row = rows.find((one) => one.at === at + 1);
    const { opened: count = 0, waiting = 0, medianHours = null, slowHours = null } = row ?? {};
    return { day, opened: count, waiting, medianHours, slowHours };
  });
}
