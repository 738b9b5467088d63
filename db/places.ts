import { AsyncLocalStorage } from 'node:async_hooks';
import { findSourceMap } from 'node:module';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Database } from './client';

/** What of a database begins a statement, and so is called where it stands in our code. */
const BEGINNING: readonly PropertyKey[] = [
  'select',
  'selectDistinct',
  'selectDistinctOn',
  'insert',
  'update',
  'delete',
  'execute',
  'with',
  '$count',
];
/** What of a statement sends it. */
const SENDING: readonly PropertyKey[] = ['then', 'catch', 'finally', 'execute'];
/** By what a statement is known that is not at its end. */
const GOING_ON = ['then', 'from', 'values', 'set'];
/** What stands between our code and the statement. */
const BETWEEN = /node_modules|^db\/(places|prepared)\./;

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
      if (typeof value !== 'function' || !BEGINNING.includes(name)) return value;
      return (...words: unknown[]) => madeAt(new Error('made here'), Reflect.apply(value, target, words));
    },
  });
}

/** The same statement, which was made where this is called; itself where nobody tells places. */
export function madeHere<Statement>(statement: Statement): Statement {
  return telling ? madeAt(new Error('made here'), statement) : statement;
}

/** The statement, so far as it is made, and all that becomes of it. */
function madeAt<Statement>(place: Place, statement: Statement): Statement {
  if (typeof statement !== 'object' || statement === null) return statement;
  return new Proxy(statement, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function' || name === 'constructor') return value;
      return (...words: unknown[]): unknown => {
        const call = (): unknown => Reflect.apply(value, target, words);
        if (SENDING.includes(name)) return places.run(place, call);
        const next = call();
        return goesOn(next) ? madeAt(place, next) : next;
      };
    },
  });
}

function goesOn(value: unknown) {
  if (value instanceof Promise) return false;
  return GOING_ON.some((name) => typeof Reflect.get(Object(value), name) === 'function');
}

/** Where the statement was made that goes out now, as well as this async context knows. */
export function currentPlace(): Place | undefined {
  return telling ? places.getStore() : undefined;
}

/** File, line and column in our sources, as `server/roles/check.ts:40:12`. */
export function describePlace({ stack = '' }: Place): string | undefined {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return frames.map(sourceOf).find((place) => place !== undefined && !BETWEEN.test(place));
}

/** What is left of a frame once the bundle is looked through: Next has its own way with stacks, and leaves them as they are. */
function sourceOf(frame: string): string | undefined {
  if (frame.includes('node:')) return undefined;
  const [, file, line, column] = /((?:file:\/\/)?\/[^\s()]+?):(\d+):(\d+)\)?$/.exec(frame) ?? [];
  if (!file || !line || !column) return undefined;
  const entry = findSourceMap(file)?.findEntry(Number(line) - 1, Number(column) - 1);
  if (!entry || !('originalSource' in entry)) return `${short(file)}:${line}:${column}`;
  return `${short(entry.originalSource)}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
}

function short(file: string) {
  return relative(process.cwd(), file.startsWith('file:') ? fileURLToPath(file) : file);
}
