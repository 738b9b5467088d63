import { STATS_RANGES, type StatsRange } from '@/server/moderation/stats-inputs';

/** How far back the charts go, as an address says it; what makes no sense there is a month. */
export function rangeOf(wished: string | undefined): StatsRange {
  return STATS_RANGES.find((range) => String(range) === wished) ?? 30;
}

/** A line or a bar of a chart, and a column of its table. */
export interface Series {
  key: string;
  name: string;
  color: 'accent' | 'danger' | 'warning' | 'success' | 'muted';
  /** In the table alone. */
  isAside?: boolean;
}

/** Those that a chart shows; the others stand in its table alone. */
export const drawnOf = (series: Series[]) => series.filter(({ isAside }) => !isAside);

/** A place along a chart, and a row of its table. */
export interface ChartRow {
  /** Where there is little room. */
  short: string;
  name: string;
  /** Null: there is nothing to tell of it there. */
  values: Record<string, number | null>;
}

export const COLORS: Record<Series['color'], string> = {
  accent: 'var(--color-focus)',
  danger: 'var(--color-danger)',
  warning: 'var(--color-warning-text)',
  success: 'var(--color-success)',
  muted: 'var(--color-border-strong)',
};
