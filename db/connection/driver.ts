import type { Socket } from 'node:net';
import postgres from 'postgres';

/*
 * The only file that touches what postgres.js does not publish. A pool that survives a lost connection has to hand a
 * query to a connection of its choice and to settle it itself; postgres.js offers no way, and its types say nothing
 * of Query or of parsed options. What is used is checked at start, and the version is pinned to exactly 3.4.9.
 */

/** A query of postgres.js. It is lazy: `handler` is called with it once somebody waits for it. */
export interface DriverQuery extends Promise<unknown> {
  handler: (query: DriverQuery) => void;
  canceller: ((query: DriverQuery) => Promise<void>) | null;
  resolve: (answer: unknown) => void;
  reject: (error: unknown) => void;
  readonly tagged: boolean;
  readonly strings: readonly string[];
  readonly args: readonly unknown[];
  /** Set once the query was built for sending. */
  readonly string?: string;
  readonly parameters?: readonly unknown[];
  readonly cancelled: unknown;
  readonly cursorFn?: unknown;
  readonly streaming?: boolean;
}

/** Whether something that postgres.js made is a query, not a helper such as `sql(object)`. */
export function isQuery(made: unknown): made is DriverQuery {
  return (
    typeof made === 'object' &&
    made !== null &&
    ['handler', 'resolve', 'reject', 'canceller'].every((key) => typeof Reflect.get(made, key) === 'function')
  );
}

/**
 * A postgres.js client that never connects: it reads the options, makes queries and holds the parsers that Drizzle
 * changes, which all connections share.
 *
 * @throws Error when this postgres.js is not one whose inside we know
 */
export function makeFront(url: string, options: postgres.Options<DriverTypes>): postgres.Sql {
  const front = postgres(url, options);
  const probe: unknown = front``;
  const known = isQuery(probe) && Array.isArray(probe.strings) && Array.isArray(probe.args);
  if (!known || !('shared' in front.options)) {
    throw new Error('db/connection does not know this version of postgres.js');
  }
  return front;
}

/** A postgres.js client with exactly one connection, on sockets that the caller opens and watches over. */
export function makeClient(
  front: postgres.Sql,
  options: { socket: () => Socket | Promise<Socket>; onnotify?: (channel: string, payload: string) => void },
): postgres.Sql {
  const single = {
    ...{ max: 1, ssl: false, no_subscribe: true, connect_timeout: 0, idle_timeout: 0, max_lifetime: 0 },
    ...options,
  };
  // postgres() takes options that were parsed before as they are; its types know only those that were not.
  return postgres({ ...front.options, ...single } as unknown as postgres.Options<DriverTypes>);
}

/** A query of a client: text without parameters. */
export function textQuery(client: postgres.ISql, text: string): DriverQuery {
  const query: unknown = client.unsafe(text);
  if (!isQuery(query)) throw new Error('postgres.js made something that is not a query');
  return query;
}

/** What a client does with a query that somebody waits for. */
export function handlerOf(client: postgres.ISql): (query: DriverQuery) => void {
  return textQuery(client, '').handler;
}

/** From now on postgres.js hears neither of errors nor of the end of this socket: we deal with both. */
export function hideEnd(socket: Socket): void {
  const on = socket.on.bind(socket);
  const hidden = (event: string, listener: (...args: unknown[]) => void) =>
    event === 'error' || event === 'close' ? socket : on(event, listener);
  Object.defineProperty(socket, 'on', { value: hidden });
}

/** Has a query handled by `handler`, and lets a `cancel()` that cannot connect fail quietly. */
export function reroute(query: DriverQuery, handler: (query: DriverQuery) => void): DriverQuery {
  const { canceller } = query;
  query.handler = handler;
  query.canceller = async (cancelled) => canceller?.(cancelled).catch(() => {});
  return query;
}

/** The same client with every query passed through `made` and some of its members replaced. */
export function disguise<T extends postgres.ISql>(
  sql: T,
  { made, members }: { made: (query: unknown) => unknown; members: Members },
): T {
  return new Proxy(sql, {
    apply: (target, _receiver, args) => made(Reflect.apply(target, undefined, args)),
    get: (target, key) => members.get(key) ?? Reflect.get(target, key),
  });
}

/** Members that only say that they are not supported. */
export function refuse(...names: string[]): Members {
  return new Map(
    names.map((name) => [
      name,
      () => {
        throw new Error(`${name} is not supported by db/connection`);
      },
    ]),
  );
}

/** Text and parameters: as given for `unsafe` (and so Drizzle), as built for a tagged template. */
export function describeQuery(query: DriverQuery): { text: string; parameters: readonly unknown[] } {
  return {
    text: query.string ?? query.strings.join('?'),
    parameters: (query.tagged && query.parameters) || query.args,
  };
}

/** Rows returned or changed, over all results when one text held several statements. */
export function countRows(answer: unknown): number {
  if (!Array.isArray(answer)) return 0;
  if ('count' in answer) return typeof answer.count === 'number' ? answer.count : answer.length;
  return answer.reduce<number>((sum, result) => sum + countRows(result), 0);
}

export type Members = ReadonlyMap<string | symbol, unknown>;

export type DriverTypes = Record<string, postgres.PostgresType>;
