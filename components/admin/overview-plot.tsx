'use client';

import { useFormatter } from 'next-intl';
import {
  Bar,
  BarChart,
  CartesianGrid,
  ComposedChart,
  Line,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { type ChartRow, COLORS, drawnOf, type Series } from './overview-rows';

export interface PlotProps {
  /** `shares`: bars that lie, for a few rows whose names are long. */
  kind: 'lines' | 'bars' | 'shares';
  rows: ChartRow[];
  series: Series[];
}

const AXIS = { stroke: 'var(--color-border)' };
const TICK = { fill: 'var(--color-text-muted)', fontSize: 12 };
const TIP = {
  contentStyle: {
    background: 'var(--color-surface-raised)',
    border: '1px solid var(--color-border)',
    borderRadius: 8,
    color: 'var(--color-text)',
    fontSize: 13,
  },
  labelStyle: { color: 'var(--color-text)', fontWeight: 500 },
  itemStyle: { color: 'var(--color-text)' },
  cursor: { fill: 'var(--color-surface-hover)', stroke: 'var(--color-border)' },
  isAnimationActive: false,
};
/** So that lines are told apart without their colours. */
const DASHES = ['0', '6 4', '2 3'];

/** Draws rows; nothing in it can be reached by keyboard, since the table says the same. */
export function OverviewPlot({ kind, rows, series }: PlotProps) {
  const format = useFormatter();
  const number = (value: unknown) =>
    typeof value === 'number' ? format.number(value, { maximumFractionDigits: 1 }) : '';
  const data = rows.map(({ short, name, values }) => ({ short, name, ...values }));
  const drawn = drawnOf(series);
  const Frame = kind === 'lines' ? ComposedChart : BarChart;
  const lies = kind === 'shares';
  const names = { dataKey: 'short', tick: TICK, tickLine: false, axisLine: AXIS };
  const figures = {
    tick: TICK,
    tickLine: false,
    axisLine: false,
    allowDecimals: false,
    tickFormatter: number,
  };
  return (
    <ResponsiveContainer width="100%" height="100%">
      <Frame
        data={data}
        accessibilityLayer={false}
        layout={lies ? 'vertical' : 'horizontal'}
        margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
      >
        <CartesianGrid vertical={lies} horizontal={!lies} stroke="var(--color-border)" />
        {lies ? (
          <>
            <XAxis type="number" {...figures} />
            <YAxis type="category" {...names} width={120} interval={0} />
          </>
        ) : (
          <>
            <XAxis {...names} minTickGap={24} />
            <YAxis {...figures} width="auto" />
          </>
        )}
        <Tooltip
          {...TIP}
          formatter={number}
          labelFormatter={(label, payload) => String(payload[0]?.payload.name ?? label)}
        />
        {drawn.map(({ key, name, color }, at) =>
          kind !== 'lines' ? (
            <Bar
              key={key}
              dataKey={key}
              name={name}
              stackId="one"
              fill={COLORS[color]}
              maxBarSize={48}
              isAnimationActive={false}
            />
          ) : (
            <Line
              key={key}
              dataKey={key}
              name={name}
              stroke={COLORS[color]}
              strokeDasharray={DASHES[at] ?? '0'}
              strokeWidth={2}
              // A day between two of which there is nothing to tell is a point.
              dot={rows.length <= 31 ? { r: 2.5, strokeDasharray: '0', fill: COLORS[color] } : false}
              connectNulls
              isAnimationActive={false}
            />
          ),
        )}
      </Frame>
    </ResponsiveContainer>
  );
}
