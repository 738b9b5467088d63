import type postgres from 'postgres';
import { type DriverTypes, disguise, isQuery, type Members, makeFront, refuse, reroute } from './driver';
import { type Limits, setLimits } from './limits';
import { Ear } from './listen';
import { Pool, type PoolFigures } from './pool';
import { begin, reserve, type ScopeArguments } from './transaction';

/**
 * postgres.js made safe against the loss of connections. It looks like the client that `postgres()` returns,
 * and says by `figures()` how its pool stands.
 *
 * postgres.js goes on using a connection object after its socket is gone, although the object still holds the old
 * query, unsent bytes and timers: queries hang, run inside somebody else's transaction, or end the process
 * (porsager/postgres #1066 #1130 #1154 #1189 #1204 #1208 #1216). Here it never learns that a socket was lost:
 *
 * 1. Each connection is a postgres.js client of its own on a socket that we open, lent to one query or one
 *    transaction at a time (pool.ts).
 * 2. When the socket breaks or an answer is late, what was running is rejected and that client forgotten (line.ts).
 * 3. A connection returns to the pool only if the last that it received was ReadyForQuery outside a transaction.
 *
 * Not supported: subscribe, largeObject, COPY, sql.file, the option onclose, several hosts (the first is used);
 * cursors only inside begin() or reserve().
 *
 * @throws Error when the version of postgres.js is not the one this was written for
 */
export function connect(
  url: string,
  options: postgres.Options<DriverTypes> = {},
  limits: Limits = {},
): postgres.Sql & { figures(): PoolFigures } {
  const all = setLimits(limits);
  const front = makeFront(url, {
    connect_timeout: all.acquire / 1_000,
    keep_alive: 10,
    ...options,
    max: 1,
    connection: {
      statement_timeout: all.statement,
      idle_in_transaction_session_timeout: all.transaction,
      client_connection_check_interval: 1_000, // the locks of a client that is gone are free after a second
      ...options.connection,
    },
  });
  const pool = new Pool(front, { limits: all, max: options.max ?? 10 });
  return Object.assign(disguise(front, membersOf(pool)), { figures: () => pool.figures() });
}

function membersOf(pool: Pool): { made: (query: unknown) => unknown; members: Members } {
  const { front } = pool;
  const ear = new Ear(pool);
  const made = (query: unknown) => (isQuery(query) ? reroute(query, (it) => pool.dispatch(it)) : query);
  const end: postgres.Sql['end'] = (options) => {
    const ended = pool.end(options);
    ear.close();
    return ended;
  };
  const members: Members = new Map<string, unknown>([
    ['unsafe', (...args: Parameters<postgres.Sql['unsafe']>) => made(front.unsafe(...args))],
    ['notify', (channel: string, payload: string) => made(front`select pg_notify(${channel}, ${payload})`)],
    ['begin', (...args: ScopeArguments) => begin(pool, ...args)],
    ['reserve', () => reserve(pool)],
    ['listen', (...args: Parameters<Ear['listen']>) => ear.listen(...args)],
    ['end', end],
    ['close', end],
  ]);
  return { made, members: new Map([...members, ...refuse('file', 'subscribe', 'largeObject')]) };
}
