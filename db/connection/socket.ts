import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import type postgres from 'postgres';

// The first message of a client that wants TLS, PostgreSQL's "SSLRequest"; the answer is one byte, S or N.
const sslRequest = Uint8Array.of(0, 0, 0, 8, 4, 210, 22, 47);
const yes = 'S'.charCodeAt(0);

type Options = postgres.Sql['options'];

/**
 * A socket to the database (the first one, if several hosts are given), secured when `ssl` asks for it.
 *
 * @throws the reason of `signal` when it is aborted first, or why it cannot be opened
 */
export async function openSocket(options: Options, signal: AbortSignal): Promise<net.Socket> {
  const { host, port, path, ssl } = options;
  const [hostname = 'localhost'] = host;
  const raw = ours(
    path ? net.connect({ path }) : net.connect({ host: hostname, port: port[0] ?? 5432, noDelay: true }),
  );
  const giveUp = () => raw.destroy(signal.reason);
  signal.addEventListener('abort', giveUp);
  try {
    await once(raw, 'connect');
    return ssl ? await secure(raw, hostname, ssl) : raw;
  } catch (error) {
    raw.destroy();
    throw signal.aborted ? signal.reason : error;
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

async function secure(raw: net.Socket, host: string, ssl: Exclude<Options['ssl'], false>) {
  raw.write(sslRequest);
  const [answer] = await once(raw, 'data');
  if (answer[0] !== yes) {
    if (ssl === 'prefer') return raw;
    throw new Error('the database server does not offer TLS');
  }
  const unchecked = ssl === 'require' || ssl === 'allow' || ssl === 'prefer';
  const servername = net.isIP(host) ? {} : { servername: host };
  const wishes = unchecked ? { rejectUnauthorized: false } : typeof ssl === 'object' ? ssl : {};
  const socket = ours(tls.connect({ socket: raw, host, ...servername, ...wishes }));
  await once(socket, 'secureConnect');
  return socket;
}

/** Never an uncaught 'error', and a socket that the server closed is gone, not half open. */
function ours<S extends net.Socket>(socket: S): S {
  socket.on('error', () => {});
  socket.on('end', () => socket.destroy(new Error('closed by the server')));
  return socket;
}
