import { makeTemporaryDirectory } from './directory';
import type { Line } from './line';
import { inRounds, median } from './rounds';
import { startApp } from './running-app';

/** `npm start` as a person types it, with a data directory of its own: empty the first time, then as it was left. */
export async function startTime({ small }: { small: boolean }): Promise<Line[]> {
  const dataDir = await makeTemporaryDirectory();
  const first = await startOnce(dataDir);
  const later = await inRounds(() => startOnce(dataDir), small ? 1 : undefined);
  return [
    { name: 'npm start, empty data directory', value: first.ready, unit: 's' },
    {
      name: 'npm start, second time, to Ready',
      value: median(later.map(({ ready }) => ready)),
      unit: 's',
      wanted: { most: 5 },
    },
    {
      name: 'first page after Ready',
      value: median(later.map(({ page }) => page)),
      unit: 'ms',
      wanted: { most: 200 },
    },
  ];
}

/** Seconds to Ready, and milliseconds to the end of the first page, the one that `/` leads a visitor to. */
async function startOnce(dataDir: string) {
  const app = await startApp({ command: ['npm', 'start'], dataDir });
  const begun = performance.now();
  const answer = await fetch(`http://127.0.0.1:${app.port}/`);
  await answer.text();
  const page = performance.now() - begun;
  if (!answer.ok) throw new Error(`the first page was answered with ${answer.status}`);
  await app.stop();
  return { ready: app.secondsToReady, page };
}
