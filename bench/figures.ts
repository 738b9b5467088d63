import { readFile, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { root } from '@/scripts/steps.mjs';
import type { Line } from './line';
import { PEOPLE } from './options';

/** The lines of a part that was measured. */
export interface Part {
  part: string;
  lines: Line[];
}

const [BEGIN, END] = ['<!-- npm run bench -- --write -->', '<!-- end -->'];
/** Below that share of its limit a line says why. */
const LOW = 0.5;

/** How it was measured. */
interface Run {
  people: number;
  /** All of it, and of that the load whose memory is looked at. */
  minutes: number;
  soakMinutes: number;
}

/** Writes what was measured into the file for so many people, and what has a limit into the README where they are as many as usual. */
export async function writeFigures(parts: Part[], run: Run) {
  const machine = machineOf(run);
  await writeFile(join(root, 'docs', fileOf(run)), renderFigures(parts, machine));
  if (run.people !== PEOPLE) return;
  const readme = await readFile(join(root, 'README.md'), 'utf8');
  const lines = parts.flatMap((part) => part.lines).filter(({ best }) => best);
  await writeFile(join(root, 'README.md'), between(readme, `${machine}\n\n${renderRatios(lines)}`));
}

const fileOf = ({ people }: Run) => (people === PEOPLE ? 'figures.md' : `figures-${people}.md`);

/** A text with something else between its two marks. @throws when it lacks them */
export function between(text: string, content: string): string {
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`${BEGIN} and ${END} are missing`);
  return `${text.slice(0, from + BEGIN.length)}\n${content}\n${text.slice(to)}`;
}

/** What was measured beside a limit, with the reason where a ratio is low. */
export function renderRatios(lines: Line[]): string {
  return table(
    ['line', 'a second', 'limit in the same run', 'a second', 'ratio', 'why below 0.5'],
    lines.map(({ name, value, best, why }) => [
      name,
      figure(value),
      best?.name ?? '',
      figure(best?.value),
      best?.ratio.toFixed(2) ?? '',
      best && best.ratio < LOW ? (why ?? '') : '',
    ]),
    [1, 3, 4],
  );
}

/** Everything that was measured. */
export function renderFigures(parts: Part[], machine: string): string {
  const of = (name: string) => parts.find(({ part }) => part === name)?.lines ?? [];
  const lines = of('lines');
  const beside = lines.filter(({ best }) => best);
  const rest = [
    ...of('first-load'),
    ...of('start'),
    ...lines.filter(({ best, isBudget }) => !best && !isBudget),
  ];
  return `# Figures

Written by \`npm run bench -- --write\`, and not by hand. ${machine} Each line and its limit were measured in turn, three times; the
median stands here, and of the ratios the median of the rounds.

## Lines beside their limits

${table(
  ['line', 'a second', 'p50, ms', 'p99, ms', 'statements', 'memory, MB', 'limit', 'a second', 'ratio', ''],
  beside.map(({ name, value, details = {}, best, note = '' }) => [
    name,
    figure(value),
    figure(details.p50),
    figure(details.p99),
    figure(details.statements),
    figure(details.memory),
    best?.name ?? '',
    figure(best?.value),
    best?.ratio.toFixed(2) ?? '',
    note,
  ]),
  [1, 2, 3, 4, 5, 7, 8],
)}

"Statements" are those of one visit on their way to the database, without BEGIN and COMMIT; of the fan-out those of all of it. "Memory" is that
of the app's process after the line. "Bare node:http" sends the very statements that the app sends, prepared, in one transaction where
something changes, and an answer of the same length; it checks no input, no token and no permission.

## First load, starts, memory

${table(
  ['', 'figure', ''],
  rest.map(({ name, value, unit, note = '' }) => [name, `${figure(value)} ${unit}`, note]),
  [1],
)}
${renderPages(of('pages'), of('page-statements'))}`;
}

/** Nothing where none was looked at. */
function renderPages(pages: Line[], counted: Line[]): string {
  if (pages.length === 0) return '';
  const statements = new Map(counted.map(({ name, value }) => [name, value]));
  return `
## Pages in Chromium

The largest part painted (LCP), the slowest answer to a key or a click (INP) and how much moves by itself, told by web-vitals; nothing kept from before,
no network between. Statements are those of the page's answer, as many for somebody with fifty of everything as for somebody with five.

${table(
  ['page', 'LCP, ms', 'statements', ''],
  pages.map(({ name, value, note = '' }) => [
    `\`${name}\``,
    figure(value),
    figure(statements.get(name)),
    note.replace(/^LCP; /, ''),
  ]),
  [1, 2],
)}
`;
}

function machineOf({ people, minutes, soakMinutes }: Run) {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const many = people.toLocaleString('en').replaceAll(',', ' ');
  const wish = people === PEOPLE ? '' : ` (\`--people ${people}\`)`;
  return `Among ${many} people${wish}, on ${cpus().length} cores (${cpu?.model.trim() ?? 'unknown'}) with ${memory} GB, Node ${process.versions.node}: app, database, limit and load share them. The run took ${minutes.toFixed(0)} minutes, with ${soakMinutes} of load for the memory.`;
}

function figure(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '';
  return Number.isInteger(value) || value >= 100 ? value.toFixed(0) : value.toFixed(1);
}

/** In Markdown; the columns of those numbers stand to the right. */
function table(head: string[], rows: string[][], right: number[]): string {
  const row = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [row(head), row(head.map((_, at) => (right.includes(at) ? '---:' : '---'))), ...rows.map(row)].join(
    '\n',
  );
}
