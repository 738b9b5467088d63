/** One process for good: its number and when it began. */
export type ProcessMark = { pid: number; started: string };

/** Takes the lock kept in `directory`, or tells who holds it. */
export function takeLock(directory: string): { release: () => void } | { holder: ProcessMark };

/** When a process began, in its system's own words; undefined when it does not run. */
export function startOf(pid: number): string | undefined;

/** Whether the very process that a mark names still runs. */
export function isRunning(mark: ProcessMark): boolean;
