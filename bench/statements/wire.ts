import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { atEnd } from '@/bench/at-end';

const CONTROL = /^\s*(begin|start transaction|commit|rollback|savepoint|release)\b/i;

/** Query carries its text; of the others Parse names it, Bind says which is meant, Execute runs it. */
const [QUERY, PARSE, BIND, EXECUTE] = [...'QPBE'].map((letter) => letter.charCodeAt(0));

/**
 * Another address of a database, where the statements on the way to it are counted.
 * PostgreSQL's protocol: a message is one byte that says what it is, four for the length of the rest with these
 * four, and its content; the first of a connection has no such byte.
 */
export async function countStatements(databaseUrl: string) {
  const target = new URL(databaseUrl);
  let statements = 0;
  const sockets = new Set<Socket>();
  const server = createServer((app) => {
    const database = connect(Number(target.port), target.hostname);
    const texts = new Map<string, string>();
    let bound = '';
    const read = messageReader((type, content) => {
      if (type !== QUERY && type !== PARSE && type !== BIND && type !== EXECUTE) return;
      const [first = '', second = ''] = content.toString('utf8').split('\0', 2);
      if (type === PARSE) texts.set(first, second);
      if (type === BIND) bound = second;
      if (type === QUERY && !CONTROL.test(first)) statements++;
      if (type === EXECUTE && !CONTROL.test(texts.get(bound) ?? '')) statements++;
    });
    app.on('data', read);
    for (const [from, to] of [
      [app, database],
      [database, app],
    ] as const) {
      sockets.add(from);
      from.setNoDelay(true);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => sockets.delete(from));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  atEnd(async () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('a TCP server has a port');
  const detour = new URL(databaseUrl);
  detour.host = `127.0.0.1:${address.port}`;
  return {
    databaseUrl: detour.href,
    count: () => statements,
    reset: () => {
      statements = 0;
    },
  };
}

/** Cuts what arrives in pieces into messages. */
function messageReader(onMessage: (type: number | undefined, content: Buffer) => void) {
  let rest: Buffer = Buffer.alloc(0);
  let isFirst = true;
  return (piece: Buffer) => {
    rest = Buffer.concat([rest, piece]);
    for (;;) {
      const head = isFirst ? 0 : 1;
      if (rest.length < head + 4) return;
      const end = head + rest.readUInt32BE(head);
      if (rest.length < end) return;
      onMessage(isFirst ? undefined : rest[0], rest.subarray(head + 4, end));
      rest = rest.subarray(end);
      isFirst = false;
    }
  };
}
