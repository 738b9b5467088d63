'use client';

import { ChartColumn } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { type ComponentType, type ReactNode, useEffect, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { Skeleton } from '@/components/ui/skeleton';
import { Cell, HeadCell, Row, Table } from '@/components/ui/table';
import type { PlotProps } from './overview-plot';
import { type ChartRow, COLORS, drawnOf, type Series } from './overview-rows';

interface Props extends PlotProps {
  title: string;
  /** A sentence that says what it shows. */
  text: string;
  /** What the rows are. */
  rowHead: string;
  /** A figure that is as large may be larger. */
  most?: number;
  empty: { title: string; text: string };
  aside?: ReactNode;
}

/** Figures as a chart, and as the table that says the same: to be shown instead, and always there for screen readers. */
export function OverviewChart({ title, text, kind, rows, series, rowHead, most, empty, aside }: Props) {
  const t = useTranslations('admin.stats');
  const [asTable, setAsTable] = useState(false);
  const { Plot, failed } = usePlot();
  const isEmpty = rows.every(({ values }) => Object.values(values).every((value) => !value));
  if (isEmpty)
    return (
      <Card title={title} aside={aside} className="min-w-0">
        <EmptyState icon={<ChartColumn />} title={empty.title} text={empty.text} />
      </Card>
    );
  const drawn = drawnOf(series);
  const isBlank = rows.every(({ values }) => drawn.every(({ key }) => !values[key]));
  // Without its code there is no chart, and none of nothing; but the figures are here.
  const isTableOnly = failed || isBlank;
  const table = asTable || isTableOnly;
  return (
    <Card
      title={title}
      description={text}
      aside={aside}
      className="min-w-0"
      action={
        <Button size="sm" disabled={isTableOnly} onClick={() => setAsTable(!asTable)}>
          {t(table ? 'asChart' : 'asTable')}
          <span className="sr-only">: {title}</span>
        </Button>
      }
    >
      {table ? (
        <Table caption={title} stickyHead="max-h-72">
          <Figures rows={rows} series={series} rowHead={rowHead} most={most} />
        </Table>
      ) : (
        <div className="relative">
          <div className="sr-only">
            <table>
              <caption>{title}</caption>
              <Figures rows={rows} series={series} rowHead={rowHead} most={most} />
            </table>
          </div>
          <div aria-hidden="true">
            <Legend series={series} />
            <div className="h-56">
              {Plot ? <Plot kind={kind} rows={rows} series={series} /> : <Skeleton className="h-56" />}
            </div>
          </div>
        </div>
      )}
    </Card>
  );
}

/** Draws the chart; its code comes once the page stands. */
function usePlot() {
  const [Plot, setPlot] = useState<ComponentType<PlotProps>>();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let gone = false;
    // Two frames on, the first of the page is on the screen.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => {
        import('./overview-plot').then(
          ({ OverviewPlot }) => !gone && setPlot(() => OverviewPlot),
          () => !gone && setFailed(true),
        );
      });
    });
    return () => {
      gone = true;
      cancelAnimationFrame(frame);
    };
  }, []);
  return { Plot, failed };
}

function Legend({ series }: { series: Series[] }) {
  const drawn = drawnOf(series);
  if (drawn.length < 2) return null;
  return (
    <ul className="mb-2 flex flex-wrap gap-x-4 gap-y-1 text-sm text-text-muted">
      {drawn.map(({ key, name, color }) => (
        <li key={key} className="flex items-center gap-1.5">
          <span className="size-2.5 rounded-full" style={{ background: COLORS[color] }} />
          {name}
        </li>
      ))}
    </ul>
  );
}

interface FiguresProps {
  rows: ChartRow[];
  series: Series[];
  rowHead: string;
  most: number | undefined;
}

function Figures({ rows, series, rowHead, most }: FiguresProps) {
  const t = useTranslations('admin.stats');
  const format = useFormatter();
  const told = (value: number | null | undefined) => {
    if (value === null || value === undefined) return '–';
    const count = format.number(value, { maximumFractionDigits: 1 });
    return most !== undefined && value >= most ? t('atLeast', { count }) : count;
  };
  return (
    <>
      <thead>
        <tr>
          <HeadCell>{rowHead}</HeadCell>
          {series.map(({ key, name }) => (
            <HeadCell key={key} numeric>
              {name}
            </HeadCell>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, values }) => (
          <Row key={name}>
            <HeadCell scope="row">{name}</HeadCell>
            {series.map(({ key }) => (
              <Cell key={key} numeric>
                {told(values[key])}
              </Cell>
            ))}
          </Row>
        ))}
      </tbody>
    </>
  );
}
