import type { MakeGauge } from './instruments';
import type { QueueFigures } from './queries';

/** What the database says, for all processes; while it says nothing, only that it does not. */
export function queueGauges(gauge: MakeGauge): { set(figures: QueueFigures | undefined): void } {
  const up = gauge('database_up', 'Whether the database answered when it was asked for the queue.');
  const jobs = gauge('jobs', 'Jobs in the queue that all processes share.', 'job', 'state');
  const late = gauge(
    'job_late_seconds',
    'By how much the first waiting job of ordinary priority is late.',
    'job',
  );
  // With a label, though there is nothing to tell apart: one without would be 0 while nothing is known.
  const workers = gauge('workers', 'Workers that gave a sign of life in the last half minute.', 'state');
  const months = gauge(
    'months_ahead',
    'Months after the present one that are made for what people are told.',
    'state',
  );
  return {
    set(figures) {
      up.set(figures ? 1 : 0);
      for (const each of [jobs, late, workers, months]) each.reset();
      if (!figures) return;
      workers.set({ state: 'alive' }, figures.workers);
      months.set({ state: 'made' }, figures.monthsAhead);
      for (const { job, lateSeconds, ...states } of figures.jobs) {
        for (const [state, count] of Object.entries(states)) jobs.set({ job, state }, count);
        late.set({ job }, lateSeconds);
      }
    },
  };
}
