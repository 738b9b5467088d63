import { recordInto, type Statement } from '@/db/recorder';
import { findRepeated } from '@/db/repeats';
import type { Log } from './log';

/** Runs a piece of work, and warns where it asked for the rows of a list one by one. `about` says which work it was. */
export type RepeatGuard = <T>(about: string, work: () => Promise<T>) => Promise<T>;

/** For development: a warning for each statement that went out three times or more, with the line that made it. */
export function createRepeatGuard(log: Log): RepeatGuard {
  return async (about, work) => {
    const statements: Statement[] = [];
    try {
      return await recordInto(statements, work);
    } finally {
      for (const { text: statement, times, place } of findRepeated(statements))
        log.warn({ about, times, place, statement }, 'the same statement several times (N+1)');
    }
  };
}
