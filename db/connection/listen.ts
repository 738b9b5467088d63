import { setTimeout as sleep } from 'node:timers/promises';
import { type Line, openLine } from './line';
import type { Pool } from './pool';
import { runText } from './transaction';

const retryAfter = 100;
// A heartbeat finds out when the other side is gone without a word.
const heartbeat = 3_000;
const heartbeatAnswer = 2_000;

interface Listener {
  readonly hear: (payload: string) => void;
  readonly onlisten: () => void;
  /** The line on which it was last told that it listens. */
  toldOn: Line | undefined;
}

/** LISTEN on a line of its own beside the pool, which is replaced whenever it is lost. */
export class Ear {
  readonly #pool: Pool;
  readonly #channels = new Map<string, Set<Listener>>();
  #line: Line | undefined;
  #isHeld = false;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /**
   * Calls `hear` with the payload of each notification, and `onlisten` after every connect and reconnect: what was
   * sent while the line was down is gone, so look for changes there. Resolves once it listens; without a connection
   * after the limit `acquire`, and goes on trying.
   */
  async listen(
    channel: string,
    hear: (payload: string) => void,
    onlisten: () => void = () => {},
  ): Promise<{ state: object; unlisten: () => Promise<void> }> {
    let listens = () => {};
    const first = new Promise<void>((resolve) => {
      listens = resolve;
    });
    const told = () => {
      listens();
      onlisten();
    };
    const listener: Listener = { hear, onlisten: told, toldOn: undefined };
    this.#add(channel, listener);
    await Promise.race([first, sleep(this.#pool.limits.acquire, undefined, { ref: false })]);
    return { state: {}, unlisten: () => this.#remove(channel, listener) };
  }

  /** Hears nothing any more; called when the pool ends. */
  close(): void {
    this.#line?.drop();
  }

  #add(channel: string, listener: Listener) {
    this.#channels.set(channel, (this.#channels.get(channel) ?? new Set()).add(listener));
    // A line that is lost meanwhile is replaced, and all channels with it.
    if (this.#line) this.#attach(this.#line, channel).catch(() => {});
    else void this.#pool.outside(() => this.#hold());
  }

  async #remove(channel: string, listener: Listener) {
    const others = this.#channels.get(channel);
    if (!others?.delete(listener) || others.size > 0) return;
    this.#channels.delete(channel);
    if (!this.#line) return;
    if (this.#channels.size === 0) this.#line.drop();
    else await runText(this.#line, `unlisten ${quote(channel)}`).catch(() => {});
  }

  /** Keeps a line as long as somebody listens. */
  async #hold() {
    if (this.#isHeld) return;
    this.#isHeld = true;
    while (this.#channels.size > 0 && !this.#pool.isEnding) {
      await this.#hear().catch(() => {}); // it always ends with the loss of the line
      this.#line?.drop();
      this.#line = undefined;
      await sleep(retryAfter);
    }
    this.#isHeld = false;
  }

  async #hear() {
    const onnotify = (channel: string, payload: string) => this.#pass(channel, payload);
    const limits = { ...this.#pool.limits, answer: heartbeatAnswer };
    const line = await openLine({ front: this.#pool.front, limits, onnotify });
    this.#line = line;
    if (this.#pool.isEnding) return;
    for (const channel of this.#channels.keys()) await this.#attach(line, channel);
    for (;;) {
      await line.unlessLost(sleep(heartbeat, undefined, { ref: false }));
      await runText(line, 'select 1');
    }
  }

  async #attach(line: Line, channel: string) {
    await runText(line, `listen ${quote(channel)}`);
    for (const listener of this.#channels.get(channel) ?? []) {
      if (listener.toldOn === line) continue;
      listener.toldOn = line;
      guarded(listener.onlisten);
    }
  }

  #pass(channel: string, payload: string) {
    for (const { hear } of this.#channels.get(channel) ?? []) guarded(() => hear(payload));
  }
}

/** What one listener throws must not keep the others from hearing. */
function guarded(call: () => void) {
  try {
    call();
  } catch (error) {
    process.emitWarning(error instanceof Error ? error : String(error));
  }
}

function quote(name: string) {
  return `"${name.replaceAll('"', '""')}"`;
}
