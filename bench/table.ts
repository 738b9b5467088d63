import { type Line, verdictOf } from './line';

const HEAD = [
  '',
  'measured',
  'limit in the same run',
  'ratio',
  'p50',
  'p99',
  'statements',
  'memory',
  'wanted',
  '',
  '',
];
const MARKS = { met: 'ok', missed: 'MISSED', told: '' };

/** The lines of every part as one table for a terminal. */
export function renderTable(results: { part: string; lines: Line[] }[]): string {
  const rows = results.flatMap(({ part, lines }) => [[part], ...lines.map(cellsOf)]);
  const widths = HEAD.map((_, at) => Math.max(...[HEAD, ...rows].map((row) => row[at]?.length ?? 0)));
  return [HEAD, ...rows]
    .map((row) => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  '))
    .map((text) => text.trimEnd())
    .join('\n');
}

function cellsOf(line: Line): string[] {
  const { name, value, unit, best, note = '' } = line;
  return [
    `  ${name}`,
    withUnit(value, unit),
    best ? `${withUnit(best.value, unit)} ${best.name}` : '',
    best ? best.ratio.toFixed(2) : '',
    ...detailsOf(line),
    wantedOf(line),
    MARKS[verdictOf(line)],
    note,
  ];
}

function detailsOf({ details: { p50, p99, statements, memory } = {} }: Line): string[] {
  const shown = (value: number | undefined, unit: Line['unit']) =>
    value === undefined || Number.isNaN(value) ? '' : withUnit(value, unit);
  return [shown(p50, 'ms'), shown(p99, 'ms'), String(statements ?? ''), shown(memory, 'MB')];
}

function wantedOf({ wanted, unit }: Line): string {
  if (!wanted) return '';
  if ('most' in wanted) return `<= ${withUnit(wanted.most, unit)}`;
  if ('within' in wanted) return `ratio ${wanted.within.join(' to ')}`;
  return `ratio >= ${wanted.leastRatio}`;
}

const DIGITS = { s: 1, ms: 1, kB: 1, MB: 0, '/s': 0, statements: 0, buffers: 0 };

function withUnit(value: number, unit: Line['unit']): string {
  const digits = Number.isInteger(value) ? 0 : DIGITS[unit];
  return `${value.toFixed(digits)}${unit === '/s' ? '' : ' '}${unit}`;
}
