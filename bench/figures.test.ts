import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { between, renderFigures, renderRatios } from './figures';
import type { Line } from './line';
import { SUBJECTS } from './lines/subjects';

const line = (ratio: number): Line => ({
  name: 'a line',
  value: 1234.5,
  unit: '/s',
  best: { name: 'alone', value: 2000, ratio },
  details: { p50: 1.25, p99: 9, statements: 2, memory: 150.4 },
  why: 'it does more',
});

test('the reason stands where less than half of the limit is reached, and not else', () => {
  expect(renderRatios([line(0.49)])).toContain('| a line | 1235 | alone | 2000 | 0.49 | it does more |');
  expect(renderRatios([line(0.5)])).toContain('| 0.50 |  |');
});

test('what lies between the marks is replaced, and a text without them is not touched', () => {
  const text = 'before\n<!-- npm run bench -- --write -->\nold\n<!-- end -->\nafter\n';
  const written = between(text, 'new');
  expect(written).toBe('before\n<!-- npm run bench -- --write -->\nnew\n<!-- end -->\nafter\n');
  expect(between(written, 'new')).toBe(written);
  expect(() => between('before', 'new')).toThrow('missing');
});

test('all of it has latency, statements and memory', () => {
  const text = renderFigures([{ part: 'lines', lines: [line(0.6)] }], 'On a machine.');
  expect(text).toContain('| a line | 1235 | 1.3 | 9 | 2 | 150 | alone | 2000 | 0.60 |  |');
  expect(text).not.toContain('## Pages');
  const page: Line = { name: '/page', value: 400, unit: 'ms', note: 'LCP; INP 16 ms' };
  const statements: Line = { name: '/page', value: 4, unit: 'statements' };
  const parts = [
    { part: 'pages' as const, lines: [page] },
    { part: 'page-statements' as const, lines: [statements] },
  ];
  expect(renderFigures(parts, 'On a machine.')).toContain('| `/page` | 400 | 4 | INP 16 ms |');
});

test('the README and the files of figures have every line that is measured, and a reason where one is low', async () => {
  const files = ['README.md', 'docs/figures.md', 'docs/figures-1000000.md'];
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  const [readme] = texts;
  for (const { name } of SUBJECTS) for (const text of texts) expect(text).toContain(`| ${name} |`);
  const rows = readme?.split('\n').filter((row) => row.startsWith('| ') && row.split('|').length === 8) ?? [];
  const low = rows
    .map((row) => row.split('|').map((cell) => cell.trim()))
    .filter((cells) => Number(cells[5]) < 0.5);
  expect(low.filter((cells) => cells[6] === '')).toEqual([]);
});
