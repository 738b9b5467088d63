import type { ReplicaFigures } from '@/db/replica/replica';
import { raising } from './database-gauges';
import type { MakeCounter, MakeGauge } from './instruments';

/** How the replica of this process stands, and what became of the reads that were meant for it. */
export function replicaGauges({ gauge, counter }: { gauge: MakeGauge; counter: MakeCounter }): {
  set(figures: ReplicaFigures): void;
} {
  const used = gauge('replica_used', 'Whether lists are read from the replica just now.');
  // With a label, though there is nothing to tell apart: one without would be 0 while nothing is known.
  const lag = gauge('replica_lag_bytes', 'What the replica has still to replay of the log.', 'of');
  const age = gauge('replica_lag_seconds', 'How old what it replayed last is, where that is not all.', 'of');
  const reads = counter('replica_reads', 'Reads meant for the replica, by what became of them.', 'outcome');
  const counts = {
    served: raising(reads, { outcome: 'served' }),
    behind: raising(reads, { outcome: 'behind' }),
    away: raising(reads, { outcome: 'away' }),
    failed: raising(reads, { outcome: 'failed' }),
  };
  return {
    set(figures) {
      used.set(figures.isUsed ? 1 : 0);
      lag.reset();
      age.reset();
      if (figures.lag) lag.set({ of: 'replay' }, figures.lag.bytes);
      if (figures.lag) age.set({ of: 'replay' }, figures.lag.seconds);
      counts.served(figures.reads.served);
      counts.behind(figures.reads.behind);
      counts.away(figures.reads.away);
      counts.failed(figures.reads.failed);
    },
  };
}
