import { createHash } from 'node:crypto';
import { chmod, lstat, mkdir, mkdtemp, readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from '@/db/start-error';
import { type Account, canReach, getPostgresAccount } from './account';

/** Where things stand that the account of PostgreSQL could not reach in their usual place. */
export const shelf = '/var/lib/foyer';

/** Where the cluster of a data directory is or shall be, and who runs it. */
export type Home = {
  account: Account | undefined;
  /** DATA_DIR/postgres: the cluster itself, or a link to where it really is. */
  path: string;
  exists: boolean;
};

/**
 * Finds the cluster of a data directory and the account that runs it: its owner; for a new one, as root, `postgres`.
 * Throws a StartError when it is there but cannot be reached, or when there is no account for it.
 */
export async function findHome(dataDir: string): Promise<Home> {
  const path = join(dataDir, 'postgres');
  const asRoot = process.getuid?.() === 0;
  if (!(await isThere(path))) {
    return { account: asRoot ? getPostgresAccount() : undefined, path, exists: false };
  }
  const owner = await stat(path).catch(() => {
    throw new StartError(
      `The database that ${path} points to is gone: restore it, or delete ${dataDir} to start afresh.`,
    );
  });
  if (!asRoot && owner.uid !== process.getuid?.()) {
    throw new StartError(
      `The database in ${path} belongs to another account: start Foyer as that one (as root, if root made it), or set DATA_DIR to another place.`,
    );
  }
  const account = asRoot ? { uid: owner.uid, gid: owner.gid } : undefined;
  // Not by the link, which may stand where the account never has to go.
  if (account && !canReach(account, await realpath(path), 'x')) {
    throw new StartError(
      `The account that owns the database in ${path} cannot reach it: let it pass every directory above (chmod o+x), or set DATA_DIR to another place.`,
    );
  }
  return { account, path, exists: true };
}

/**
 * The directory to build a new cluster in: the data directory, or one of its own under `shelf` when the account
 * cannot reach that (a checkout in /root). Says so, since it is not where people look for their data.
 */
export async function chooseFolder(given: {
  dataDir: string;
  account: Account | undefined;
  log: (line: string) => void;
}): Promise<string> {
  if (!given.account || canReach(given.account, given.dataDir, 'x')) return given.dataDir;
  const name = createHash('sha256').update(given.dataDir).digest('hex').slice(0, 16);
  try {
    await mkdir(shelf, { recursive: true });
    await chmod(shelf, 0o755);
    const earlier = (await readdir(shelf)).filter((entry) => entry.startsWith(`${name}-`));
    const folder = await mkdtemp(join(shelf, `${name}-`));
    await chmod(folder, 0o711);
    given.log(`The account of PostgreSQL cannot reach ${given.dataDir}: the database goes to ${folder}.`);
    for (const entry of earlier) {
      given.log(
        `An earlier database of this directory is in ${join(shelf, entry)}: delete it when unneeded.`,
      );
    }
    return folder;
  } catch (error) {
    throw new StartError(
      `The account of PostgreSQL can reach neither ${given.dataDir} nor ${shelf}: set DATA_DIR to a place that every account may pass through.`,
      { cause: error },
    );
  }
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
