import { once } from 'node:events';
import net from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { onTestFinished } from 'vitest';

/** A mail as a server took it. */
export interface ReceivedMail {
  from: string;
  to: string[];
  raw: string;
  mail: Email;
}

/** A mail server on this machine. */
export interface TestSmtp {
  url: string;
  port: number;
  received: ReceivedMail[];
  stop(): Promise<void>;
}

/** A server that takes every mail, unless `options` decide otherwise; it stops with the test. */
export async function startSmtp({ port = 0, ...options }: SMTPServerOptions & { port?: number } = {}) {
  const received: ReceivedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, done) => {
      const chunks: Uint8Array[] = [];
      stream.on('data', (chunk: Uint8Array) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString('utf8');
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom ? mailFrom.address : '';
        const to = rcptTo.map(({ address }) => address);
        PostalMime.parse(raw).then((mail) => {
          received.push({ from, to, raw, mail });
          done();
        }, done);
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const taken = portOf(server.server);
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= new Promise<void>((resolve) => server.close(resolve)));
  onTestFinished(stop);
  const smtp: TestSmtp = { url: `smtp://127.0.0.1:${taken}`, port: taken, received, stop };
  return smtp;
}

/** A server that talks TCP and whatever `talk` says; it stops with the test. */
export async function startTalker(talk: (socket: net.Socket) => void) {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    talk(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `smtp://127.0.0.1:${portOf(server)}`;
}

/** A server that takes part in the talk up to a command (`.` is the end of a mail's text) and then hangs up. */
export function startDropper(at: 'RCPT' | 'DATA' | '.') {
  return startTalker((socket) => {
    let text = '';
    socket.write('220 hello\r\n');
    socket.on('data', (bytes: Uint8Array) => {
      text += Buffer.from(bytes).toString('latin1');
      const lines = text.split('\r\n');
      text = lines.pop() ?? '';
      for (const line of lines) {
        if (line.startsWith(at)) socket.destroy();
        else if (/^(EHLO|MAIL|RCPT)/.test(line)) socket.write('250 fine\r\n');
        else if (line === 'DATA') socket.write('354 go on\r\n');
      }
    });
  });
}

/** An address at which nobody listens. */
export async function closedPort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server);
  server.close();
  await once(server, 'close');
  return port;
}

/** A refusal as smtp-server takes it. */
export function refusal(code: number, text: string) {
  return Object.assign(new Error(text), { responseCode: code });
}

function portOf(server: net.Server) {
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('a TCP server has a port');
  return address.port;
}
