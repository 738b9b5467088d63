import type postgres from 'postgres';
import { type DriverQuery, disguise, isQuery, type Members, refuse, reroute } from './driver';
import { DatabaseError } from './errors';
import type { Line } from './line';
import type { Pool } from './pool';

type TransactionBody = (sql: postgres.TransactionSql) => unknown;

/** What `begin` (options first) and `savepoint` (a name first) are called with. */
export type ScopeArguments = [TransactionBody] | [string, TransactionBody];

interface Lease {
  readonly line: Line;
  isOver: boolean;
}

/** Lends a line to a transaction: BEGIN, the body, then COMMIT or ROLLBACK, all within the limit `transaction`. */
export async function begin(pool: Pool, ...args: ScopeArguments): Promise<unknown> {
  const { options, body } = scopeOf(args);
  const lease = await lend(pool);
  const { line } = lease;
  const limit = pool.limits.transaction;
  const late = () => line.drop(new DatabaseError('DB_LATE', `the transaction took longer than ${limit} ms`));
  const timer = setTimeout(late, limit);
  try {
    return await runScope(lease, { body, start: (inner) => line.client.begin(options, inner) });
  } finally {
    clearTimeout(timer);
    lease.isOver = true;
    pool.release(line);
  }
}

/** Lends a line until `release()`. It is not reused: no SET, lock or open transaction can leak out of it. */
export async function reserve(pool: Pool): Promise<postgres.Sql> {
  const lease = await lend(pool);
  const release = () => {
    lease.isOver = true;
    lease.line.drop();
  };
  const refused = refuse('begin', 'reserve', 'listen', 'subscribe', 'largeObject', 'end', 'close');
  return borrow(lease, lease.line.client, new Map([...refused, ['release', release]]));
}

/** A statement of the pool itself on a line of its own. */
export async function runText(line: Line, text: string): Promise<void> {
  await borrow({ line, isOver: false }, line.client).unsafe(text);
}

function scopeOf(args: ScopeArguments) {
  return args.length === 2 ? { options: args[0], body: args[1] } : { options: '', body: args[0] };
}

async function lend(pool: Pool): Promise<Lease> {
  const line = await pool.acquire();
  return line.lost ? lend(pool) : { line, isOver: false };
}

/** postgres.js sends BEGIN, SAVEPOINT, COMMIT and ROLLBACK itself, so the clock must be told of them. */
async function runScope(
  lease: Lease,
  { body, start }: { body: TransactionBody; start: (body: TransactionBody) => Promise<unknown> },
): Promise<unknown> {
  const { clock } = lease.line;
  let isDue = true;
  clock.sent();
  const inner = async (sql: postgres.TransactionSql) => {
    isDue = false;
    clock.answered();
    try {
      const result = await body(borrowTransaction(lease, sql));
      return Array.isArray(result) ? await Promise.all(result) : result;
    } finally {
      isDue = true;
      clock.sent();
    }
  };
  try {
    return await lease.line.unlessLost(start(inner));
  } finally {
    if (isDue) clock.answered();
  }
}

function borrowTransaction(lease: Lease, sql: postgres.TransactionSql): postgres.TransactionSql {
  const savepoint = (...args: ScopeArguments) => {
    const { options: name, body } = scopeOf(args);
    return runScope(lease, { body, start: (inner) => sql.savepoint(name, inner) });
  };
  return borrow(lease, sql, new Map([['savepoint', savepoint]]));
}

/** The sql object of one transaction or reservation: dead as soon as its line is lost or its time is over. */
function borrow<T extends postgres.ISql>(lease: Lease, sql: T, more: Members = new Map()): T {
  const made = (query: unknown) => (isQuery(query) ? watch(lease, query) : query);
  const own: Members = new Map<string, unknown>([
    ['unsafe', (...args: Parameters<postgres.ISql['unsafe']>) => made(sql.unsafe(...args))],
    ['notify', (channel: string, payload: string) => made(sql`select pg_notify(${channel}, ${payload})`)],
  ]);
  return disguise(sql, { made, members: new Map([...own, ...refuse('file'), ...more]) });
}

function watch(lease: Lease, query: DriverQuery) {
  const send = query.handler;
  return reroute(query, () => {
    const refusal = whyNot(lease, query);
    if (refusal) {
      query.catch(() => {}); // a query of a dead transaction that nobody awaits must not end the process
      query.reject(refusal);
    } else if (query.cursorFn) lease.line.runCursor(query, send);
    else lease.line.run(query, { send });
  });
}

function whyNot({ line, isOver }: Lease, query: DriverQuery): Error | undefined {
  if (isOver) return new DatabaseError('DB_ENDED', 'this transaction or reservation is over');
  return line.lost ?? (query.streaming ? new Error('COPY is not supported') : undefined);
}
