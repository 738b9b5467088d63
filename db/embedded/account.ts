import { execFileSync, spawnSync } from 'node:child_process';
import { StartError } from '@/db/start-error';

/** Whom PostgreSQL runs as, when that is not simply whoever started us. */
export type Account = { uid: number; gid: number };

/**
 * The account `postgres`, made when it is missing: PostgreSQL refuses to run as root.
 * Throws a StartError when this system lets us make none.
 */
export function getPostgresAccount(): Account {
  const account = findAccount('postgres') ?? createAccount('postgres');
  if (!account) {
    throw new StartError(
      'PostgreSQL does not run as root, and no account named postgres could be made for it: start Foyer as an ordinary user, or set DATABASE_URL.',
    );
  }
  return account;
}

/** Whether an account may pass through (`x`), read (`r`) or run a path, asked of the system itself. */
export function canReach(account: Account, path: string, how: 'r' | 'x'): boolean {
  return spawnSync('/bin/sh', ['-c', `test -${how} "$0"`, path], { ...account, cwd: '/' }).status === 0;
}

function findAccount(name: string): Account | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }));
  if (uid?.status !== 0 || gid?.status !== 0) return undefined;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

function createAccount(name: string): Account | undefined {
  const ways: [string, string[]][] = [
    ['useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', name]],
    ['adduser', ['-S', '-D', '-H', '-s', '/sbin/nologin', name]],
  ];
  for (const [command, args] of ways) {
    try {
      execFileSync(command, args, { stdio: 'ignore' });
      return findAccount(name);
    } catch {
      // The next way: Debian and Red Hat know the first, Alpine the second.
    }
  }
  return undefined;
}
