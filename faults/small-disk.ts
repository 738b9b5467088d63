import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Ground } from './ground';

const run = promisify(execFile);

/**
 * Mounts a disk of that size over a directory, which takes root; it is gone at the end.
 * @param megabytes of all that fits on it
 * @returns gives it another size
 */
export async function mountSmallDisk(ground: Ground, given: { directory: string; megabytes: number }) {
  const { directory, megabytes } = given;
  await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=755`, 'tmpfs', directory]).catch(
    (error) => {
      throw new Error(`a small disk (tmpfs) could not be mounted, which takes root: ${String(error.stderr)}`);
    },
  );
  ground.onEnd(() => run('umount', ['-l', directory]));
  return async (size: number) => {
    await run('mount', ['-o', `remount,size=${size}m`, directory]);
  };
}
