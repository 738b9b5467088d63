import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { Ground } from './ground';

/**
 * How it behaves: it takes mail; takes the connection and says nothing; hangs up once it has said 354; takes the text and hangs up
 * without a word; answers 4yz, or 5yz, to the recipient.
 */
export type Mood = 'takes' | 'stalls' | 'drops the text' | 'drops the end' | 4 | 5;

/** A mail as it was taken. */
export interface TakenMail {
  id: string;
  to: string;
  at: number;
}

/** A mail server on this machine that can be moody, and away. */
export interface MailServer {
  url: string;
  mood: Mood;
  /** Otherwise towards some, by their address. */
  moods: Map<string, Mood>;
  /** What it said 250 to, and what it was handed and did not. */
  taken: TakenMail[];
  dropped: TakenMail[];
  /** Nobody answers at its port. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
}

/** Starts one that takes every mail. */
export async function startMailServer(ground: Ground): Promise<MailServer> {
  const sockets = new Set<Socket>();
  const accept = (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket)).on('error', () => undefined);
    talk(socket, mail);
  };
  let server = createServer(accept);
  let port = 0;
  const mail: MailServer = {
    url: '',
    mood: 'takes',
    moods: new Map(),
    taken: [],
    dropped: [],
    async goAway() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    async comeBack() {
      server = createServer(accept).listen(port, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      if (address && typeof address === 'object') port = address.port;
    },
  };
  await mail.comeBack();
  mail.url = `smtp://127.0.0.1:${port}`;
  ground.onEnd(async () => server.listening && mail.goAway());
  return mail;
}

function talk(socket: Socket, mail: MailServer) {
  let rest = '';
  let to = '';
  let isText = false;
  const mood = () => mail.moods.get(to) ?? mail.mood;
  const say = (line: string) => void socket.write(`${line}\r\n`);
  const command = (line: string) => {
    if (/^RCPT TO/i.test(line)) {
      to = /<([^>]*)>/.exec(line)?.[1] ?? '';
      if (mood() === 4) return say('451 come back later');
      if (mood() === 5) return say('550 no such mailbox');
    }
    if (/^QUIT/i.test(line)) return void socket.end('221 bye\r\n');
    if (!/^DATA/i.test(line)) return say('250 well');
    isText = true;
    say('354 go on');
    if (mood() === 'drops the text') socket.destroy();
  };
  const text = (whole: string) => {
    isText = false;
    const one = { id: /^message-id:\s*(<[^>]+>)/im.exec(whole)?.[1] ?? '', to, at: performance.now() };
    const isTaken = mood() !== 'drops the end';
    (isTaken ? mail.taken : mail.dropped).push(one);
    if (isTaken) say('250 taken');
    else socket.destroy();
  };
  if (mail.mood === 'stalls') return;
  say('220 hello');
  socket.setEncoding('latin1').on('data', (part: string) => {
    rest += part;
    for (;;) {
      const end = rest.indexOf(isText ? '\r\n.\r\n' : '\r\n');
      if (end < 0) return;
      const said = rest.slice(0, end);
      rest = rest.slice(end + (isText ? 5 : 2));
      if (isText) text(said);
      else command(said);
    }
  });
}
