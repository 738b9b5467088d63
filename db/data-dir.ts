import { chmod, mkdir, realpath, stat } from 'node:fs/promises';
import { errorCode, StartError } from './start-error';

/**
 * Makes the data directory when it is missing and returns its real path. As root it may be passed through by other
 * accounts, though not listed, since PostgreSQL runs as another one: every secret in it needs mode 0600.
 * Throws a StartError when it cannot be made or is no directory.
 */
export async function makeDataDir(dataDir: string): Promise<string> {
  const asRoot = process.getuid?.() === 0;
  try {
    const made = await mkdir(dataDir, { recursive: true });
    if (made) await chmod(dataDir, asRoot ? 0o711 : 0o700);
    const { uid, mode } = await stat(dataDir);
    if (asRoot && uid === 0 && !(mode & 0o001)) await chmod(dataDir, (mode & 0o777) | 0o001);
    return await realpath(dataDir);
  } catch (error) {
    throw dataDirProblem(dataDir, error);
  }
}

/** A failed system call on the data directory, as a StartError with what to do; any other error as it is. */
export function dataDirProblem(dataDir: string, error: unknown): unknown {
  const what = sayings[errorCode(error)];
  return what
    ? new StartError(`The data directory ${dataDir} cannot be used: ${what}.`, { cause: error })
    : error;
}

const otherPlace = 'set DATA_DIR to another place';
const noRight = `this account may not write there; change its owner or ${otherPlace}`;
const noDirectory = `a part of its path is a file; ${otherPlace}`;
const sayings: Record<string, string> = {
  EACCES: noRight,
  EPERM: noRight,
  EROFS: `its disk is read-only; ${otherPlace}`,
  ENOTDIR: noDirectory,
  EEXIST: noDirectory,
  ENOSPC: `its disk is full; make room or ${otherPlace}`,
  EDQUOT: `this account's share of its disk is used up; make room or ${otherPlace}`,
};
