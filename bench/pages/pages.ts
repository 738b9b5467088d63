import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type Browser, chromium } from 'playwright';
import { z } from 'zod';
import { atEnd } from '@/bench/at-end';
import { makeTemporaryDirectory } from '@/bench/directory';
import type { Line } from '@/bench/line';
import type { Filled } from '@/bench/lines/ground';
import type { LineOptions } from '@/bench/lines/lines';
import { visitorOf } from '@/bench/lines/subject';
import { inRounds, median } from '@/bench/rounds';
import { startApp } from '@/bench/running-app';
import type { World } from '@/bench/world';
import { findChromium, findHeadlessShell } from '@/scripts/chromium.mjs';
import { BENCH_PAGES, findThings, pathOf, personFor, type Who } from './catalog';

/** What is called good of most visits: milliseconds, milliseconds, and a score (web.dev/articles/vitals). */
const GOOD = { lcp: 2500, inp: 200, cls: 0.1 };
const ROUNDS = 2;
/** One for each of those who open pages. */
const SMALL = ['(access)/sign-in', 'settings/profile', 'admin/users'];

const Vitals = z.object({ lcp: z.number(), inp: z.number(), cls: z.number() });
type Vitals = z.infer<typeof Vitals>;

declare const webVitals: typeof import('web-vitals');
declare global {
  interface Window {
    benchVitals: Partial<Vitals>;
  }
}

/**
 * What somebody waits for at each page in Chromium, with nothing kept from before, as web-vitals tells it: the largest part painted,
 * the slowest answer to a key or a click, and how much moves by itself. At the production build among the people of the lines.
 */
export async function pages(world: World, { small }: LineOptions): Promise<Line[]> {
  const ground = await world.filled();
  const app = await startApp({
    dataDir: await makeTemporaryDirectory(),
    databaseUrl: ground.databaseUrl,
    env: { WORKER: 'off' },
  });
  const browser = await openBrowser();
  const script = await readFile(
    createRequire(import.meta.url)
      .resolve('web-vitals')
      .replace(/[^/]+$/, 'web-vitals.iife.js'),
    'utf8',
  );
  const [memberId, { handle }] = [visitorOf(ground, 50).id, visitorOf(ground, 51)];
  const things = await findThings(ground.db, { memberId, handle });
  const lines: Line[] = [];
  const measured = Object.entries(BENCH_PAGES).filter(([folder]) => !small || SMALL.includes(folder));
  for (const [folder, page] of measured) {
    process.stderr.write(`  /${folder}\n`);
    const url = `http://localhost:${app.port}${pathOf(folder, page, things)}`;
    const visit = () => look(browser, { url, script, ground, who: page.who });
    try {
      // The first one after the start has code to compile.
      if (!small) await visit();
      lines.push(lineOf(folder, await inRounds(visit, small ? 1 : ROUNDS)));
    } catch (error) {
      // After minutes of measuring one page is not worth all the others; the tests measure few, and want each of them.
      if (small) throw error;
      const [why] = String(error).split('\n');
      const wanted = { most: GOOD.lcp };
      lines.push({ name: `/${folder}`, value: Number.NaN, unit: 'ms', wanted, note: `not measured: ${why}` });
    }
  }
  await browser.close();
  await app.stop();
  return lines;
}

async function openBrowser(): Promise<Browser> {
  const executablePath = (await findHeadlessShell()) ?? (await findChromium());
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await chromium.launch({ executablePath, args: sandbox });
  atEnd(() => browser.close());
  return browser;
}

async function look(
  browser: Browser,
  { url, script, ground, who }: { url: string; script: string; ground: Filled; who: Who },
): Promise<Vitals> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const person = personFor(who, ground);
    // Of the whole site: by the address of the page it would be a cookie of its folder alone, which no procedure gets.
    const { origin } = new URL(url);
    if (person) await context.addCookies([{ name: 'foyer.session', value: person.token, url: origin }]);
    const page = await context.newPage();
    const refused: string[] = [];
    page.on('response', (answer) => {
      const { pathname } = new URL(answer.url());
      if (pathname.startsWith('/api/trpc/') && !answer.ok()) refused.push(`${pathname}: ${answer.status()}`);
    });
    await page.addInitScript(`${script}; globalThis.webVitals = webVitals;`);
    await page.addInitScript(() => {
      window.benchVitals = {};
      const all = { reportAllChanges: true };
      webVitals.onLCP(({ value }) => (window.benchVitals.lcp = value), all);
      webVitals.onCLS(({ value }) => (window.benchVitals.cls = value), all);
      webVitals.onINP(({ value }) => (window.benchVitals.inp = value), { ...all, durationThreshold: 16 });
    });
    const answer = await page.goto(url, { waitUntil: 'load' });
    if (answer?.status() !== 200 || page.url() !== url)
      throw new Error(`${url} was answered with ${answer?.status()} and led to ${page.url()}`);
    await page.waitForFunction(() => window.benchVitals.lcp !== undefined);
    // What can be done on every page and leads nowhere: a click, on by the keyboard, the palette where there is one, and out of it.
    await page.getByRole('heading').first().click();
    for (const key of ['Tab', 'Tab', 'Control+k', 'a', 'Escape']) await page.keyboard.press(key);
    // What takes less than 16 ms may be told by nobody.
    await page
      .waitForFunction(() => window.benchVitals.inp !== undefined, undefined, { timeout: 2_000 })
      .catch(() => undefined);
    const told = await page.evaluate(() => window.benchVitals);
    if (refused.length > 0) throw new Error(`what the page asks for is refused: ${refused.join(', ')}`);
    // Nor is of a page on which nothing moves.
    return Vitals.parse({ cls: 0, inp: 0, ...told });
  } finally {
    await context.close();
  }
}

function lineOf(folder: string, rounds: Vitals[]): Line {
  const of = (figure: keyof Vitals) => median(rounds.map((round) => round[figure]));
  const poor = (Object.keys(GOOD) as (keyof Vitals)[]).filter((figure) => of(figure) > GOOD[figure]);
  return {
    name: `/${folder.replace('(access)/', '')}`,
    value: of('lcp'),
    unit: 'ms',
    // The largest part painted; the two others count as well.
    wanted: { most: poor.length > 0 ? Math.min(GOOD.lcp, of('lcp') - 1) : GOOD.lcp },
    note: `LCP; INP ${of('inp').toFixed(0)} ms, layout shift ${of('cls').toFixed(3)}${poor.length > 0 ? `; too much: ${poor.join(', ')}` : ''}`,
  };
}
