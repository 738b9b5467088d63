import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** How a connection is cut: a reset, or an orderly close of the sending side. */
export type Cut = 'rst' | 'fin';

/** A way to lose a connection: cut, or `hole`, where it stays open and nothing passes any more. */
export type Loss = Cut | 'hole';

type Mode = 'pass' | 'stall' | 'drip' | 'mute';

/** A TCP proxy in this process that can hurt what passes through it. */
export class ChaosProxy {
  readonly #target: number;
  readonly #wires = new Set<Wire>();
  #server = net.createServer();
  #port = 0;
  #mode: Mode = 'pass';
  #nextCut: { how: Cut; after: number } | undefined;

  private constructor(target: number) {
    this.#target = target;
  }

  /** A proxy in front of a port of this machine. */
  static async start(target: number): Promise<ChaosProxy> {
    const proxy = new ChaosProxy(target);
    await proxy.reopen();
    return proxy;
  }

  get port(): number {
    return this.#port;
  }

  /** Loses all connections at once. */
  lose(how: Loss): void {
    for (const wire of [...this.#wires]) wire.lose(how);
  }

  /** Cuts the next connection after that many bytes of answers; those after it pass. */
  cutNext(how: Cut, after: number): void {
    this.#nextCut = { how, after };
  }

  /** Cuts each connection somewhere in its next `within` bytes of answers. */
  cutSomewhere(within: number): void {
    for (const wire of this.#wires) {
      wire.cutAfter(Math.floor(Math.random() * within), Math.random() < 0.5 ? 'rst' : 'fin');
    }
  }

  /** Nothing passes, on old and new connections, until it is turned off; then what was held back does. */
  stall(on: boolean): void {
    this.#switch('stall', on);
  }

  /** Answers pass a byte at a time. */
  drip(on: boolean): void {
    this.#switch('drip', on);
  }

  /** New connections are accepted and never answered. */
  mute(on: boolean): void {
    this.#switch('mute', on);
  }

  /** Resets all connections and accepts none. */
  async refuse(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.lose('rst');
    await closed;
  }

  /** Accepts connections again, on the same port. */
  async reopen(): Promise<void> {
    this.#server = net.createServer((down) => this.#accept(down));
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (address && typeof address === 'object') this.#port = address.port;
  }

  async close(): Promise<void> {
    if (this.#server.listening) await this.refuse();
  }

  #switch(mode: Mode, on: boolean) {
    this.#mode = on ? mode : 'pass';
    for (const wire of this.#wires) {
      if (mode === 'stall') wire.stall(on);
      if (mode === 'drip') wire.dripping = on;
    }
  }

  #accept(down: net.Socket) {
    const wire = new Wire(down, net.connect(this.#target, '127.0.0.1'), () => this.#wires.delete(wire));
    this.#wires.add(wire);
    wire.isMute = this.#mode === 'mute';
    wire.dripping = this.#mode === 'drip';
    if (this.#mode === 'stall') wire.stall(true);
    if (this.#nextCut) wire.cutAfter(this.#nextCut.after, this.#nextCut.how);
    this.#nextCut = undefined;
  }
}

/** One connection through the proxy: `down` to the client, `up` to the server. */
class Wire {
  isMute = false;
  dripping = false;
  readonly #down: net.Socket;
  readonly #up: net.Socket;
  readonly #gone: () => void;
  readonly #drops: Uint8Array[] = [];
  #isLost = false;
  #isHole = false;
  #isDripping = false;
  #cut: { how: Cut; after: number } | undefined;

  constructor(down: net.Socket, up: net.Socket, gone: () => void) {
    this.#down = down.setNoDelay(true);
    this.#up = up.setNoDelay(true);
    this.#gone = gone;
    for (const side of [down, up]) {
      side.on('error', () => this.lose('fin'));
      side.on('close', () => this.lose('fin'));
    }
    down.on('data', (bytes) => {
      if (!this.#isHole && !this.isMute) up.write(Uint8Array.from(bytes));
    });
    up.on('data', (bytes) => this.#answer(Uint8Array.from(bytes)));
  }

  cutAfter(after: number, how: Cut): void {
    this.#cut ??= { after, how };
  }

  stall(on: boolean): void {
    for (const side of [this.#down, this.#up]) {
      if (on) side.pause();
      else side.resume();
    }
  }

  lose(how: Loss): void {
    if (how === 'hole') this.#isHole = true;
    if (how === 'hole' || this.#isLost) return;
    this.#isLost = true;
    this.#gone();
    this.#up.destroy();
    if (how === 'rst') this.#down.resetAndDestroy();
    else this.#down.destroySoon();
  }

  #answer(bytes: Uint8Array) {
    if (this.#isHole || this.#isLost) return;
    if (this.#cut && bytes.length >= this.#cut.after) {
      const { after, how } = this.#cut;
      this.#isHole = true;
      this.#down.write(bytes.subarray(0, after), () => this.lose(how));
      return;
    }
    if (this.#cut) this.#cut.after -= bytes.length;
    if (this.dripping || this.#isDripping) void this.#drip(bytes);
    else this.#down.write(bytes);
  }

  async #drip(bytes: Uint8Array) {
    this.#drops.push(...Array.from(bytes, (byte) => Uint8Array.of(byte)));
    if (this.#isDripping) return;
    this.#isDripping = true;
    for (let drop = this.#drops.shift(); drop && !this.#isLost; drop = this.#drops.shift()) {
      this.#down.write(drop);
      if (this.dripping) await sleep(5);
    }
    this.#isDripping = false;
  }
}
