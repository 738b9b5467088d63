// One at a time installs or builds in this checkout.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { takeLock } from './process-lock.mjs';
import { root, StepFailed } from './steps.mjs';

/**
 * Does `work` when no other process of this checkout installs or builds, after waiting for one that does.
 * @template T
 * @param {() => Promise<T>} work
 */
export async function alone(work) {
  let waiting = 0;
  for (;;) {
    const taken = take();
    if (taken.release) {
      try {
        return await work();
      } finally {
        taken.release();
      }
    }
    if (waiting !== taken.holder.pid)
      console.log(`Waiting for process ${taken.holder.pid}, which builds here too.`);
    waiting = taken.holder.pid;
    await sleep(200);
  }
}

function take() {
  try {
    return takeLock(join(root, '.cache', 'work-lock'));
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS', 'ENOSPC'].includes(error.code)) throw error;
    throw new StepFailed(
      `Nothing can be written in ${root} (${error.code}): run this as the owner of that directory.`,
    );
  }
}
