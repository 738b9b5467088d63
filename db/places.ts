import { AsyncLocalStorage } from 'node:async_hooks';
import { relative } from 'node:path';
import type { Database } from './client';

/** What of a database makes a statement, and so is called where it stands in our code. */
const MAKING: readonly (string | symbol)[] = [
  'select',
  'selectDistinct',
  'selectDistinctOn',
  'insert',
  'update',
  'delete',
  'execute',
  'with',
  '$with',
  '$count',
];
/** What stands between our code and the statement. */
const BETWEEN = /node_modules|node:|[/\\]db[/\\](places|prepared)\./;

/** A stack that was taken where a statement was made; to read it costs more than to take it. */
export type Place = Error;

const places = new AsyncLocalStorage<Place>();
let telling = false;

/**
 * The same database, but what is recorded of a statement also says where in our code it was made. For development alone: a stack is
 * taken each time. The statement that goes out cannot tell, since by then nobody is left on the stack who wanted it.
 */
export function tellingPlaces<Kind extends Database>(db: Kind): Kind {
  telling = true;
  return new Proxy(db, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (name === 'transaction') {
        const transaction: Database['transaction'] = (work, config) =>
          target.transaction((tx) => work(tellingPlaces(tx)), config);
        return transaction;
      }
      if (typeof value !== 'function' || !MAKING.includes(name)) return value;
      return (...words: unknown[]): unknown => {
        notePlace();
        return Reflect.apply(value, target, words);
      };
    },
  });
}

/** From here on, statements of this async context were made where this is called. Does nothing where nobody tells places. */
export function notePlace(): void {
  if (telling) places.enterWith(new Error('made here'));
}

/** Where the statement was made that goes out now, as well as this async context knows. */
export function currentPlace(): Place | undefined {
  return telling ? places.getStore() : undefined;
}

/** File, line and column, as `server/roles/check.ts:40:12`. */
export function describePlace({ stack = '' }: Place): string | undefined {
  const frame = stack.split('\n').find((line) => /^\s+at /.test(line) && !BETWEEN.test(line));
  const [, file, at] = /(?:file:\/\/)?([^\s(]+?):(\d+:\d+)\)?$/.exec(frame ?? '') ?? [];
  return file && at && `${relative(process.cwd(), file)}:${at}`;
}
