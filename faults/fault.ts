import type { Ground } from './ground';

/** One thing that must hold, whether it did, and the figure that says how far. */
export interface Finding {
  must: string;
  held: boolean;
  figure: string;
}

/** Something that is done to a running app on purpose. */
export interface Fault {
  /** By which `--only` chooses it. */
  name: string;
  /** Part of the small version that `npm test` runs. */
  isSmall?: true;
  /** Waits for most of its time, for what is promised within a minute: done beside the others that do. */
  waits?: true;
  /** Does it, on a ground of its own. @throws when it could not even be tried */
  run(ground: Ground): Promise<Finding[]>;
}

/** Milliseconds within which the app is back by itself, from the moment that what it needs is. */
const RECOVERY_LIMIT = 5_000;

/** Whether that held each time; undefined is a time at which it did not come back at all. */
export function recovered(times: (number | undefined)[]): Finding {
  const slowest = times.reduce(
    (most = 0, time) => (time === undefined ? undefined : Math.max(most, time)),
    0,
  );
  return {
    must: 'back by itself within 5 s',
    held: times.every((time) => time !== undefined && time <= RECOVERY_LIMIT),
    figure: times.some((time) => time === undefined)
      ? 'not back'
      : `${Math.round(slowest ?? 0)} ms at most, ${times.length} times`,
  };
}
