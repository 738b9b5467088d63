import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface WireAnswer {
  status: number;
  head: string;
  body: string;
}

/**
 * One kept-alive connection to this machine that sends requests as they are written and takes answers apart no further
 * than it must: where processors are what is measured, what makes the load should cost them little. One request at a time.
 * Text is bytes here, one for each character (Latin-1).
 */
export class Wire {
  readonly #socket: Socket;
  #received = '';
  #waiting: { resolve: (answer: WireAnswer) => void; reject: (error: Error) => void } | undefined;

  constructor(socket: Socket) {
    this.#socket = socket.setEncoding('latin1').setNoDelay();
    socket.on('data', (text: string) => {
      this.#received += text;
      const answer = readAnswer(this.#received);
      if (!answer) return;
      this.#received = '';
      this.#waiting?.resolve(answer);
    });
    socket.on('error', (error) => this.#waiting?.reject(error));
    socket.on('close', () => this.#waiting?.reject(new Error('the app has closed the connection')));
  }

  /** @throws when the connection ends */
  ask(request: string): Promise<WireAnswer> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(request, 'latin1');
    });
  }

  close() {
    this.#waiting = undefined;
    this.#socket.destroy();
  }
}

export async function openWire(port: number): Promise<Wire> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return new Wire(socket);
}

/** What has come as an answer; undefined while some of it is missing. */
export function readAnswer(text: string): WireAnswer | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = text.slice(0, end);
  const rest = text.slice(end + 4);
  const status = Number(head.slice(9, 12));
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  if (length !== undefined) return rest.length < Number(length) ? undefined : { status, head, body: rest };
  return /(^|\r\n)0\r\n\r\n$/.test(rest) ? { status, head, body: joinChunks(rest) } : undefined;
}

function joinChunks(rest: string) {
  let body = '';
  for (let at = 0; ; ) {
    const line = rest.indexOf('\r\n', at);
    const size = Number.parseInt(rest.slice(at, line), 16);
    if (!size) return body;
    body += rest.slice(line + 2, line + 2 + size);
    at = line + 2 + size + 2;
  }
}
