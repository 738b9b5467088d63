// What the person at the terminal sees of the work: a line a step, and the tool's own words only when it fails.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the checkout. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** A tool that did not do what it was run for: a sentence for the person, and the tool's last words. */
export class StepFailed extends Error {
  constructor(message, output = '') {
    super(message);
    this.output = output;
  }
}

/**
 * Does one step of the work and prints "<title> … 12.3 s".
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 */
export async function step(title, work) {
  const begin = performance.now();
  process.stdout.write(`${title} … `);
  try {
    const result = await work();
    process.stdout.write(`${seconds(begin)}\n`);
    return result;
  } catch (error) {
    process.stdout.write(`${paint('red', 'failed')}\n`);
    throw error;
  }
}

/** Seconds since `begin` (of performance.now), as "12.3 s". */
export function seconds(begin) {
  return `${((performance.now() - begin) / 1000).toFixed(1)} s`;
}

/**
 * Runs a tool and returns what it wrote, standard output and error together, or throws a StepFailed with it.
 * It stays in our process group, so that Ctrl-C ends it with us.
 * @param {string} command
 * @param {string[]} args
 * @param {{ failure: string, env?: Record<string, string>, onLine?: (line: string) => void }} given
 *   failure: the sentence for the person
 */
export async function run(command, args, { failure, env = {}, onLine }) {
  const { code, output } = await tryRun(command, args, { env, onLine });
  if (code !== 0) throw new StepFailed(failure, output);
  return output;
}

const running = new Set();

/** Asks the tools that run just now to end. */
export function endTools() {
  for (const child of running) child.kill('SIGTERM');
}

/** Runs a tool; resolves to its exit code (127 when it cannot be run) and all it wrote. */
export function tryRun(command, args, { env = {}, onLine } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...colourSettings, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    let output = '';
    let line = '';
    const take = (text) => {
      output += text;
      if (!onLine) return;
      const lines = (line + text).split('\n');
      line = lines.pop();
      for (const whole of lines) onLine(whole);
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    child.on('error', (error) => resolve({ code: 127, output: error.message }));
    child.on('close', (code) => {
      running.delete(child);
      if (line && onLine) onLine(line);
      resolve({ code: code ?? 1, output });
    });
  });
}

/** The file that a package runs as, for `node`: quicker than npx, and the same on every system. */
export function tool(path) {
  return join(root, 'node_modules', path);
}

/**
 * Runs the main function of a script; whatever fails ends it with code 1, the last words of the tool and a sentence.
 * @param {() => Promise<void>} work
 */
export async function main(work) {
  try {
    await work();
  } catch (error) {
    if (error.output) console.error(`\n${plain(error.output).trimEnd().split('\n').slice(-40).join('\n')}`);
    // A sentence for the person, from here or from the app; anything else is a fault of ours and shows where.
    const foreseen = error instanceof StepFailed || error.name === 'StartError';
    console.error(`\n${foreseen ? error.message : error.stack}`);
    process.exit(1);
  }
}

/** Whether colours are wanted. */
export const colours = Boolean(process.stdout.isTTY && !process.env.NO_COLOR);

const colourSettings = colours ? { FORCE_COLOR: '1' } : { NO_COLOR: '1', FORCE_COLOR: undefined };

/** Colours text, on a terminal only. */
export function paint(colour, text) {
  const codes = { red: 31, green: 32, yellow: 33, dim: 2 };
  return colours ? `\u001b[${codes[colour]}m${text}\u001b[0m` : text;
}

/** A tool's output, without its colours unless they are wanted: not every tool asks. */
export function plain(output) {
  return colours ? output : unpaint(output);
}

/** Text without colours. */
export function unpaint(text) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what a colour begins with
  return text.replace(/\u001b\[[\d;]*m/g, '');
}
