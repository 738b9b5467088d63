import { ensureBuilt } from '@/scripts/builds.mjs';
import { end, endOnSignal } from './at-end';
import { buildTime } from './build-time';
import { checks } from './checks/checks';
import { enumeration } from './enumeration/enumeration';
import { erasure } from './erasure/erasure';
import { writeFigures } from './figures';
import { firstLoad } from './first-load';
import { type Line, verdictOf } from './line';
import { lines, soakAlone } from './lines/lines';
import { notifications } from './notifications/fan-out';
import { inbox } from './notifications/inbox';
import { streams } from './notifications/streams';
import { type BenchOptions, type PartName, readOptions } from './options';
import { pageStatements } from './pages/page-statements';
import { pages } from './pages/pages';
import { permissions } from './permissions/permissions';
import { queries } from './queries/queries';
import { requests } from './requests/requests';
import { search } from './search/search';
import { signIns } from './sign-ins/sign-ins';
import { people } from './staff/people';
import { startTime } from './start-time';
import { statements } from './statements/statements';
import { renderTable } from './table';
import { makeWorld, type World } from './world';

/** The parts in their order: what fails at once comes first, and the build last, since it replaces what the others run. */
const PARTS: Record<PartName, (world: World, options: BenchOptions) => Promise<Line[]>> = {
  'first-load': firstLoad,
  start: (_, options) => startTime(options),
  lines,
  pages,
  'page-statements': pageStatements,
  statements,
  requests,
  checks,
  'sign-in': signIns,
  enumeration,
  search,
  permissions,
  people,
  erasure,
  notifications,
  streams,
  queries: (_, options) => queries(options),
  inbox,
  soak: soakAlone,
  build: buildTime,
};

/**
 * Measures every figure beside its limit and prints them as one table, or as JSON with `--json`; what it is doing
 * goes to stderr. The exit code is 1 when a budget is not kept: a size or a count, which no other machine and no
 * busy one changes. Figures in time are marked only.
 * @throws StartError when the words make no sense
 */
export async function runBench(words: string[]) {
  const { parts, json, options } = readOptions(words);
  const interrupted = endOnSignal();
  const results: { part: PartName; lines: Line[] }[] = [];
  const begun = performance.now();
  try {
    // It asks the database alone.
    if (parts.some((part) => part !== 'queries')) await ensureBuilt();
    const world = makeWorld(options);
    for (const part of parts) {
      process.stderr.write(`Measuring: ${part}\n`);
      const measured = await PARTS[part](world, options);
      // Of a small run times say nothing.
      results.push({ part, lines: options.small ? measured.map(withoutTimes) : measured });
    }
  } catch (error) {
    // What was asked to end does not end well; that says nothing.
    if (!interrupted()) throw error;
  } finally {
    await end();
  }
  if (interrupted()) return;
  const minutes = (performance.now() - begun) / 60_000;
  if (options.write && parts.includes('lines')) await writeFigures(results, { ...options, minutes });
  process.stderr.write(`Measured in ${minutes.toFixed(1)} min\n`);
  console.log(json ? JSON.stringify(asJson(results), undefined, 2) : renderTable(results));
  const overBudget = results.some(({ lines }) =>
    lines.some((line) => line.isBudget && verdictOf(line) === 'missed'),
  );
  if (overBudget) process.exitCode = 1;
}

function withoutTimes({ wanted, ...line }: Line): Line {
  return line.isBudget && wanted ? { ...line, wanted } : line;
}

function asJson(results: { part: PartName; lines: Line[] }[]) {
  return results.flatMap(({ part, lines }) =>
    lines.map((line) => ({ part, ...line, verdict: verdictOf(line) })),
  );
}
