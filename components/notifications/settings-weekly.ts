import type { Cell, ScheduleView } from '@/server/notifications/types';

/** Digests of a week. */
const DIGESTS: Record<ScheduleView['digest'], number> = { four_hours: 42, daily: 7, weekly: 1 };

export interface Weekly {
  /** How many: all that happen, those of which a digest tells at most, or none. */
  count: number;
  isMost: boolean;
}

/**
 * About how many a week come on a channel as it is set.
 * @param perWeek how many of these happened a week
 * @returns undefined where the channel is not used
 */
export function weeklyOf(perWeek: number, cell: Cell, digest: ScheduleView['digest']): Weekly | undefined {
  if (!cell.used) return undefined;
  if (cell.mode === 'off') return { count: 0, isMost: false };
  if (cell.mode === 'digest') return { count: Math.min(perWeek, DIGESTS[digest]), isMost: true };
  return { count: perWeek, isMost: false };
}
