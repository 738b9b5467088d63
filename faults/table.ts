import type { Finding } from './fault';

/** What came of one fault; `broken` says why it could not be tried. */
export interface Result {
  name: string;
  seconds: number;
  findings: Finding[];
  broken?: string;
}

/** Whether all of it held, and all of it could be tried. */
export function allHeld(results: Result[]): boolean {
  return results.every(
    ({ findings, broken }) => !broken && findings.length > 0 && findings.every(({ held }) => held),
  );
}

/** The findings of every fault as one table for a terminal. */
export function renderTable(results: Result[]): string {
  const rows = results.flatMap(({ name, seconds, findings, broken }) => [
    [name, '', `${seconds.toFixed(0)} s`],
    ...findings.map(({ must, held, figure }) => [`  ${must}`, held ? 'held' : 'NOT HELD', figure]),
    ...(broken ? [[`  ${broken}`, 'NOT TRIED', '']] : []),
  ]);
  const widths = [0, 1].map((at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** As the runners of tests sum up: what must hold is counted, each as a test. */
export function sumUp(results: Result[]): string {
  const findings = results.flatMap((result) => result.findings);
  const failed = findings.filter(({ held }) => !held).length + results.filter(({ broken }) => broken).length;
  const passed = findings.filter(({ held }) => held).length;
  return `${passed} passed${failed ? `\n${failed} failed` : ''}`;
}
