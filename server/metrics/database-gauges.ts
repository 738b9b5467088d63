import type { Counter } from 'prom-client';
import type { PoolFigures } from '@/db/connection/pool';
import type { MakeCounter, MakeGauge } from './instruments';

/** How the pool of this process stands. The connections by which the worker looks for jobs are none of it. */
export function databaseGauges({ gauge, counter }: { gauge: MakeGauge; counter: MakeCounter }): {
  set(figures: PoolFigures): void;
} {
  const connections = gauge('database_connections', 'Connections of the pool.', 'state');
  const most = gauge('database_connections_max', 'Connections that the pool may have.');
  const waiting = gauge('database_waiting', 'What waits for a connection of the pool.');
  const statements = counter('database_statements', 'Statements by how they ended.', 'outcome');
  const answered = raising(statements, { outcome: 'answered' });
  const failed = raising(statements, { outcome: 'failed' });
  const seconds = raising(counter('database_statement_seconds', 'Time that statements took together.'), {});
  const refused = counter('database_refused', 'What got no connection in time.', 'reason');
  const busy = raising(refused, { reason: 'busy' });
  const down = raising(refused, { reason: 'down' });
  return {
    set(figures) {
      connections.set({ state: 'busy' }, figures.busy);
      connections.set({ state: 'idle' }, figures.idle);
      most.set(figures.max);
      waiting.set(figures.waiting);
      answered(figures.statements.answered);
      failed(figures.statements.failed);
      seconds(figures.statements.seconds);
      busy(figures.refused.busy);
      down(figures.refused.down);
    },
  };
}

/** The library's counters take steps, and the pool says how many there were in all. */
export function raising<Label extends string>(
  counter: Counter<Label>,
  labels: Partial<Record<Label, string>>,
) {
  let last = 0;
  return (total: number) => {
    counter.inc(labels, total - last);
    last = total;
  };
}
