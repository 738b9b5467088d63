import type { Channel } from '@/db/schema/notifications';
import { entryOf, HISTORY_DAYS, type NotificationType, TYPE_NAMES } from './catalog';
import { decide, type Schedule } from './decide';
import { momentOf } from './event-ids';
import type { Preference } from './rules';
import type { Cell, PreferencesView, ScheduleView, TypeRow, TypeView } from './types';

const DAY = 86_400_000;

/** How many of each type came of late: all of the last thirty days, or the newest of them. */
export interface Counts {
  byType: Record<string, number>;
  /** The id of the oldest that was counted, where there may be more before it. */
  oldest: string | null;
}

/** What the matrix is made of. */
export interface PreferenceFacts {
  preferences: Preference[];
  schedule: ScheduleView;
  counts: Counts;
}

/** What somebody is shown of the catalogue: what is for staff only staff see. */
function typesFor({ isStaff }: { isStaff: boolean }): NotificationType[] {
  return TYPE_NAMES.filter((type) => isStaff || !entryOf(type).staff);
}

/** The catalogue as it is told. */
export function tellTypes(who: { isStaff: boolean }): TypeView[] {
  return typesFor(who).map((type) => {
    const { category, channels, digestable, locked = {} } = entryOf(type);
    return { type, category, channels, digestable, locked };
  });
}

/** The matrix: what each type does on each channel, and by which rule. */
export function viewOf(
  facts: PreferenceFacts,
  { isStaff, now }: { isStaff: boolean; now: Date },
): PreferencesView {
  const { preferences, counts, schedule } = facts;
  const perWeek = perWeekOf(counts, now);
  const rows = typesFor({ isStaff }).map((type): TypeRow => {
    const { category, digestable } = entryOf(type);
    const cell = (channel: Channel) => cellOf({ type, channel, preferences, now });
    const channels = { inApp: cell('inApp'), email: cell('email'), push: cell('push') };
    return { type, category, digestable, channels, perWeek: perWeek(type) };
  });
  return { rows, schedule };
}

/** Nothing holds: what decides is what somebody wants of the type, and not when it happens. */
const ANY_TIME: Schedule = {
  quiet: [],
  digest: 'daily',
  digestMinute: 0,
  digestDay: 1,
  pausedUntil: null,
  mailWhileOnline: true,
  timeZone: 'UTC',
};

function cellOf(of: {
  type: NotificationType;
  channel: Channel;
  preferences: Preference[];
  now: Date;
}): Cell {
  const { type, channel, preferences, now } = of;
  const decision = decide({ type, channel, objects: [], preferences, schedule: ANY_TIME, at: now });
  if (decision.outcome === 'unused') return { used: false };
  const { rule } = decision;
  const mode = MODE_OF[decision.outcome];
  return { used: true, mode, rule, lock: entryOf(type).locked?.[channel] ?? null };
}

const MODE_OF = { now: 'instant', held: 'instant', bundled: 'digest', off: 'off' } as const;

/** To a tenth; of somebody who is told so much that not all of thirty days is counted, it is reckoned from a shorter time. */
function perWeekOf({ byType, oldest }: Counts, now: Date) {
  const days = oldest === null ? HISTORY_DAYS : (now.getTime() - momentOf(oldest).getTime()) / DAY;
  // Never from less than an hour: two at the same moment are not a million a week.
  const weeks = Math.min(Math.max(days, 1 / 24), HISTORY_DAYS) / 7;
  return (type: NotificationType) => Math.round(((byType[type] ?? 0) / weeks) * 10) / 10;
}
