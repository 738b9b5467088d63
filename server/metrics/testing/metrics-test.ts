import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import type { Connection } from '@/db/client';
import type { Replica } from '@/db/replica/replica';
import { type RunningMetrics, startMetrics } from '@/server/metrics/start-metrics';

/** One line of what Prometheus reads. */
interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

/** What a process tells, as read over HTTP. */
export interface ToldMetrics {
  text: string;
  samples: Sample[];
  /** The sum of the samples of this name with these labels; undefined where there is none. */
  value(name: string, labels?: Record<string, string>): number | undefined;
}

/** Metrics at a free port, stopped after the test; `tell` reads them as Prometheus does. */
export async function serveMetrics(connection: Connection, replica?: Replica) {
  const running = await startMetrics({
    settings: { METRICS_PORT: 0, METRICS_HOST: '127.0.0.1' },
    connection,
    replica,
    log: pino({ level: 'silent' }),
  });
  onTestFinished(() => running.stop());
  const { metrics, port } = running satisfies RunningMetrics;
  if (!metrics || port === undefined) throw new Error('with a port there are metrics');
  return { metrics, port, tell: () => readMetrics(port) };
}

export async function readMetrics(port: number): Promise<ToldMetrics> {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`metrics answered ${answer.status}: ${text}`);
  const samples = samplesIn(text);
  return {
    text,
    samples,
    value(name, labels = {}) {
      const wanted = Object.entries(labels);
      const found = samples.filter(
        (sample) => sample.name === name && wanted.every(([label, value]) => sample.labels[label] === value),
      );
      return found.length > 0 ? found.reduce((sum, { value }) => sum + value, 0) : undefined;
    },
  };
}

/** The text format of Prometheus, of which the label values here hold neither quotes nor backslashes. */
function samplesIn(text: string): Sample[] {
  const lines = text.split('\n').filter((line) => line && !line.startsWith('#'));
  return lines.map((line) => {
    const [, name = '', labels = '', value = ''] = /^([\w:]+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    if (!name) throw new Error(`this is no sample: ${line}`);
    const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, label = '', text = '']) => [label, text]);
    return { name, labels: Object.fromEntries(pairs), value: Number(value) };
  });
}
