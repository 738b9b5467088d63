import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import postgres from 'postgres';
import { type Account, getPostgresAccount } from '@/db/embedded/account';
import { type Binaries, getBinaries } from '@/db/embedded/binaries';
import { bareEnvironment } from '@/db/embedded/cluster';
import { shelf } from '@/db/embedded/home';

/** A PostgreSQL of a test's own, open to everyone on this machine as `postgres`. */
export interface PostgresServer {
  readonly port: number;
  /** Its data; its unix socket is there as well. */
  readonly directory: string;
  stop(): Promise<void>;
}

interface Tls {
  readonly cert: string;
  readonly key: string;
}

interface Place {
  readonly directory: string;
  readonly binaries: Binaries;
  readonly account: Account | undefined;
}

/** Starts a PostgreSQL in a new directory, with TLS when a certificate is given. Stop it afterwards. */
export async function startPostgres({ tls }: { tls?: Tls } = {}): Promise<PostgresServer> {
  const account = process.getuid?.() === 0 ? getPostgresAccount() : undefined;
  const binaries = await getBinaries({ account, shelf, log: () => {} });
  const directory = await mkdtemp(join(tmpdir(), 'foyer-test-'));
  try {
    if (account) await chown(directory, account.uid, account.gid);
    return await launch({ directory, binaries, account }, tls);
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

/** A standby that replays what another server writes. */
export interface StandbyServer extends PostgresServer {
  /** Gone at once, as by a loss of power (immediate shutdown). */
  kill(): Promise<void>;
  /** There again, at the same port. */
  restart(): Promise<void>;
}

/** Copies a running server, and follows it by streaming replication. Stop it before the other. */
export async function startStandby(primary: PostgresServer): Promise<StandbyServer> {
  const account = process.getuid?.() === 0 ? getPostgresAccount() : undefined;
  const binaries = await getBinaries({ account, shelf, log: () => {} });
  const directory = await mkdtemp(join(tmpdir(), 'foyer-standby-'));
  try {
    await copyRunning(primary, directory);
    if (account) await promisify(execFile)('chown', ['-R', `${account.uid}:${account.gid}`, directory]);
    const port = await findFreePort();
    const settings = [
      ...[`port=${port}`, 'ssl=off', 'wal_receiver_status_interval=1s', 'max_standby_streaming_delay=0'],
      `primary_conninfo=host=127.0.0.1 port=${primary.port} user=postgres`,
    ];
    const start = () => run({ directory, binaries, account }, settings);
    let stop = await start();
    return {
      port,
      directory,
      kill: () => stop('SIGQUIT'),
      restart: async () => {
        stop = await start();
      },
      stop: async () => {
        await stop('SIGINT');
        await rm(directory, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

/** As pg_basebackup does it, which the package of the embedded PostgreSQL lacks: the files as they are, and the word from where to replay. */
async function copyRunning({ port, directory }: PostgresServer, to: string) {
  const sql = postgres({ host: '127.0.0.1', port, username: 'postgres', database: 'postgres', max: 1 });
  try {
    await sql`select pg_backup_start('standby', true)`;
    // A file may go while we look; and sockets and the claim of the other server are not ours.
    await promisify(execFile)('tar', [
      ...['--create', '--warning=no-file-changed', '--warning=no-file-removed', '--ignore-failed-read'],
      ...[
        '--exclude=./pg_wal/*',
        '--exclude=./postmaster.*',
        '--exclude=./.s.*',
        '--exclude=./pg_replslot/*',
      ],
      ...['--file', join(to, 'copy.tar'), '--directory', directory, '.'],
    ]).catch(passChangedFiles);
    const [stopped] = await sql<{ label: string }[]>`select labelfile as label from pg_backup_stop(false)`;
    await promisify(execFile)('tar', ['--extract', '--file', join(to, 'copy.tar'), '--directory', to]);
    await rm(join(to, 'copy.tar'));
    await writeFile(join(to, 'backup_label'), stopped?.label ?? '');
    await writeFile(join(to, 'standby.signal'), '');
  } finally {
    await sql.end();
  }
}

/** tar ends with 1 where a file changed while it was read, which is what replaying is for. */
function passChangedFiles(error: unknown) {
  if (error instanceof Error && 'code' in error && error.code === 1) return;
  throw error;
}

const fixedSettings = ['listen_addresses=127.0.0.1', 'fsync=off', 'full_page_writes=off', 'jit=off'];

async function launch(place: Place, tls: Tls | undefined): Promise<PostgresServer> {
  const { directory, binaries, account } = place;
  const args = ['-D', directory, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  await promisify(execFile)(binaries.initdb, args, surroundings(account));
  if (tls) {
    await put(join(directory, 'server.crt'), tls.cert, account);
    await put(join(directory, 'server.key'), tls.key, account);
  }
  const port = await findFreePort();
  const stop = await run(place, [`port=${port}`, `ssl=${tls ? 'on' : 'off'}`]);
  return {
    port,
    directory,
    stop: async () => {
      await stop('SIGINT');
      await rm(directory, { recursive: true, force: true });
    },
  };
}

const surroundings = (account: Account | undefined) => ({ ...account, cwd: '/', env: bareEnvironment });

/** Runs PostgreSQL on a directory that was made before; resolves once it takes connections, with what ends it. */
async function run({ directory, binaries, account }: Place, more: string[]) {
  const settings = [...more, ...fixedSettings];
  const child = spawn(
    binaries.postgres,
    ['-D', directory, '-k', directory, ...settings.flatMap((setting) => ['-c', setting])],
    { ...surroundings(account), detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const abandon = () => child.kill('SIGQUIT');
  process.once('exit', abandon);
  const stop = async (signal: NodeJS.Signals) => {
    process.off('exit', abandon);
    await end(child, signal);
  };
  await untilReady(child).catch(async (error) => {
    await stop('SIGINT');
    throw error;
  });
  return stop;
}

async function put(path: string, text: string, account: Account | undefined) {
  await writeFile(path, text, { mode: 0o600 });
  if (account) await chown(path, account.uid, account.gid);
}

async function findFreePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (!address || typeof address === 'string') throw new Error('a TCP server has a port');
  return address.port;
}

async function untilReady({ stderr }: ChildProcess): Promise<void> {
  if (!stderr) throw new Error('PostgreSQL was started without its log');
  const log: string[] = [];
  await new Promise<void>((resolve, reject) => {
    const lines = createInterface(stderr);
    lines.on('line', (line) => {
      log.push(line);
      if (line.includes('ready to accept') && line.includes('connections')) resolve();
    });
    lines.on('close', () => reject(new Error(`PostgreSQL did not start:\n${log.join('\n')}`)));
  });
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}
