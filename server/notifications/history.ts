import { and, desc, eq, gte, isNull, lt, or, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { parameter, prepared } from '@/db/prepared';
import { notificationChanges } from '@/db/schema/notifications';
import { LOOK, placeholdersOf } from '@/server/privacy/policy';
import { CATEGORIES, CHANNELS, TYPE_NAMES } from './catalog';
import { cellNamed, type Snapshot, type WishValue } from './changes';
import { type PreferenceChange, SetPreferenceInput } from './inputs';
import { objectName } from './object-names';
import { countedSince } from './preference-queries';
import { kindOf } from './rules';
import type { HistoryEntry, ScheduleView } from './types';

const PAGE = 30;

const historyPage = prepared((db) => {
  const { id, userId, at, means, before, after, revertedAt } = notificationChanges;
  const last = parameter('after', 'uuid');
  const names = sql<Record<string, string | null> | null>`(
    select jsonb_object_agg(object.kind || ':' || object.id, ${objectName({ kind: sql`object.kind`, id: sql`object.id` })})
    from (
      select distinct split_part(name, ':', 2) as kind, split_part(name, ':', 3) as id
      from jsonb_object_keys(${after} -> 'cells') as name where name like 'object:%'
    ) as object)`;
  return db
    .select({ id, at, means, before, after, revertedAt, names })
    .from(notificationChanges)
    .where(
      and(eq(userId, LOOK.viewerId), gte(id, parameter('since', 'uuid')), or(isNull(last), lt(id, last))),
    )
    .orderBy(desc(id))
    .limit(PAGE + 1)
    .prepare('notification_history');
});

/** What somebody changed in thirty days, the latest first, 30 a page; one statement. */
export async function listHistory(
  db: Database,
  { userId, after, now }: { userId: string; after?: string | undefined; now: Date },
): Promise<{ entries: HistoryEntry[]; next: string | null }> {
  const rows = await historyPage(db).execute({
    ...placeholdersOf({ viewer: { userId, asStaff: false }, now }),
    since: countedSince(now),
    after: after ?? null,
  });
  const shown = rows.slice(0, PAGE);
  const entries = shown.map(({ id, at, means, before, after, revertedAt, names }) => ({
    ...{ id, at: at.toISOString(), means },
    // As `writeWishes` and `noteChange` wrote them.
    changes: changesOf(before as Snapshot, after as Snapshot, names ?? {}),
    isReverted: revertedAt !== null,
  }));
  return { entries, next: rows.length > PAGE ? (shown.at(-1)?.id ?? null) : null };
}

type Change = HistoryEntry['changes'][number];

function changesOf(before: Snapshot, after: Snapshot, names: Record<string, string | null>): Change[] {
  return [...wishesOf(before, after), ...mutesOf(after, names), ...scheduleOf(before, after)];
}

/** In the order of the matrix: JSON in the database keeps none. */
function wishesOf(before: Snapshot, after: Snapshot): Change[] {
  const wishes = Object.entries(after.cells).flatMap(([name, value]) => {
    const cell = cellNamed(name);
    if (!cell) return [];
    // What is not in the catalogue any more is nothing that anybody could still look at.
    const { data } = SetPreferenceInput.safeParse({ ...cell, mode: modeOf(value) });
    return data ? [{ ...data, was: modeOf(before.cells[name]) }] : [];
  });
  return wishes.sort((one, other) => placeOf(one) - placeOf(other));
}

const KEYS: readonly string[] = ['', ...CATEGORIES, ...TYPE_NAMES];

function placeOf({ key, channel }: PreferenceChange): number {
  return KEYS.indexOf(key) * CHANNELS.length + CHANNELS.indexOf(channel);
}

/** Of each person, group and app one, though it is a wish for each channel. */
function mutesOf({ cells }: Snapshot, names: Record<string, string | null>): Change[] {
  return Object.entries(names).map(([object, name]): Change => {
    const muted = Object.keys(cells).some(
      (cell) => cell.startsWith(`object:${object}:`) && modeOf(cells[cell]) === 'off',
    );
    return { scope: 'object', kind: kindOf(object), name, muted };
  });
}

function scheduleOf(before: Snapshot, after: Snapshot): Change[] {
  const [was, is] = [scheduleIn(before), scheduleIn(after)];
  return Object.keys(is).length > 0 ? [{ scope: 'schedule', before: was, after: is }] : [];
}

/** The values of a schedule among it, as `writeSchedule` wrote them. */
export function scheduleIn({ cells }: Snapshot): Partial<ScheduleView> {
  const values = Object.entries(cells).flatMap(([name, value]) =>
    name.startsWith('schedule:') ? [[name.slice('schedule:'.length), value] as const] : [],
  );
  return Object.fromEntries(values);
}

function modeOf(value: unknown) {
  return (value as WishValue | null | undefined)?.mode ?? null;
}
