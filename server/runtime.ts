import type { AuthOptions } from 'next-auth';
import type { Context } from './context';
import type { OutboxEntry, OutboxMail } from './mail/outbox';
import type { Caller } from './router';

/**
 * The bridge between our server and the pages that Next renders in the same process. Next bundles a copy of
 * everything it imports; the server therefore exists once, outside, and the pages find it here.
 */
export interface Runtime {
  /** The context that the server made for the request with this id. */
  contextOf(requestId: string): Context | undefined;
  createCaller(context: Context): Caller;
  /** next-auth's options for one request. */
  authOptions(context: Context): AuthOptions;
  /** The mails of the demo; undefined where mail really goes out. */
  outbox: Outbox | undefined;
  development: boolean;
}

export interface Outbox {
  list(): Promise<OutboxEntry[]>;
  read(id: string): Promise<OutboxMail | undefined>;
}

const KEY = Symbol.for('foyer.runtime');
const holder = globalThis as { [KEY]?: Runtime };

export function setRuntime(runtime: Runtime) {
  holder[KEY] = runtime;
}

/** @throws while the pages are rendered by anything but our server */
export function getRuntime(): Runtime {
  const runtime = holder[KEY];
  if (!runtime) throw new Error('the pages run inside server/main.ts only');
  return runtime;
}
