import type { Line } from '@/bench/line';
import { memoryOf } from '@/bench/memory';
import type { RunningApp } from '@/bench/running-app';
import { startFire } from './fire';
import type { Filled } from './ground';
import { READING } from './reading';
import { written } from './visit';

const CONNECTIONS = 8;
/** Seconds between two looks at the memory. */
const EACH = 5;
/** Of the looks each twelfth is told meanwhile: one a minute. */
const EACH_TOLD = 12;
/** Of the looks, these are the beginning: code is compiled, and caches are filled. */
const BEGINNING = 0.3;
const POOL = 60;

/** What the memory of the app does under load: everything that is read, mixed, for so many minutes. */
export async function soak(given: {
  ground: Filled;
  app: RunningApp;
  soakMinutes: number;
  small: boolean;
}): Promise<Line> {
  const { ground, app, soakMinutes, small } = given;
  const place = { port: app.port, appUrl: `http://localhost:${app.port}` };
  const requests: string[] = [];
  for (let n = 0; n < POOL; n++)
    for (const subject of READING)
      requests.push(written((await subject.ready(ground, { place, n })).asked, place));
  const fire = startFire();
  const seconds = small ? 1 : soakMinutes * 60;
  const begin = await memoryOf(app.group);
  const looks: { asked: number; memory: number }[] = [];
  let asked = 0;
  for (let at = 0; at < seconds; at += EACH) {
    const time = Math.min(EACH, seconds - at);
    const order = { port: app.port, requests, connections: CONNECTIONS, again: true, seconds: time };
    asked += (await fire.run({ ...order, wanted: '' })).answers;
    const memory = await memoryOf(app.group);
    looks.push({ asked, memory });
    // A run that is cut off has told what it knew.
    if ((at / EACH) % EACH_TOLD === EACH_TOLD - 1)
      process.stderr.write(`  ${(at + time) / 60} min: ${asked} requests, ${memory.toFixed(0)} MB\n`);
  }
  const end = looks.at(-1)?.memory ?? Number.NaN;
  return {
    name: `memory after ${Number((seconds / 60).toFixed(1))} min of everything that is read`,
    value: end,
    unit: 'MB',
    note: `${begin.toFixed(0)} MB before; ${asked} requests; ${growthOf(looks).toFixed(2)} MB more with each thousand, once it runs`,
  };
}

/** MB that a thousand requests add, by the line that fits the looks best; without those of the beginning. */
export function growthOf(looks: { asked: number; memory: number }[]): number {
  const late = looks.slice(Math.floor(looks.length * BEGINNING));
  const mean = (of: 'asked' | 'memory') => late.reduce((sum, look) => sum + look[of], 0) / late.length;
  const [x, y] = [mean('asked'), mean('memory')];
  const spread = late.reduce((sum, { asked }) => sum + (asked - x) ** 2, 0);
  const both = late.reduce((sum, { asked, memory }) => sum + (asked - x) * (memory - y), 0);
  return late.length > 1 ? (both / spread) * 1000 : 0;
}
