import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
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

const fixedSettings = ['listen_addresses=127.0.0.1', 'fsync=off', 'full_page_writes=off', 'jit=off'];

async function launch(
  { directory, binaries, account }: Place,
  tls: Tls | undefined,
): Promise<PostgresServer> {
  const how = { ...account, cwd: '/', env: bareEnvironment };
  const args = ['-D', directory, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  await promisify(execFile)(binaries.initdb, args, how);
  if (tls) {
    await put(join(directory, 'server.crt'), tls.cert, account);
    await put(join(directory, 'server.key'), tls.key, account);
  }
  const port = await findFreePort();
  const settings = [`port=${port}`, `ssl=${tls ? 'on' : 'off'}`, ...fixedSettings];
  const child = spawn(
    binaries.postgres,
    ['-D', directory, '-k', directory, ...settings.flatMap((setting) => ['-c', setting])],
    { ...how, detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const abandon = () => child.kill('SIGQUIT');
  process.once('exit', abandon);
  const stop = async () => {
    process.off('exit', abandon);
    await end(child);
    await rm(directory, { recursive: true, force: true });
  };
  await untilReady(child).catch(async (error) => {
    await stop();
    throw error;
  });
  return { port, directory, stop };
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
      if (line.includes('ready to accept connections')) resolve();
    });
    lines.on('close', () => reject(new Error(`PostgreSQL did not start:\n${log.join('\n')}`)));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGINT');
  await ended;
}
