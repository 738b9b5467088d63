const slices = 4;

/**
 * Runs while an answer of the server is due, and starts anew with each answer. It counts in slices, so that a blocked
 * event loop or a suspended process, during which nobody could have read an answer, is not held against the server.
 */
export class AnswerClock {
  readonly #timer: NodeJS.Timeout;
  readonly #slice: number;
  readonly #late: () => void;
  #due = 0;
  #turn = 0;
  #passed = 0;
  #sliceStart = 0;
  #isStopped = false;

  /** Calls `late` once an answer has been due for `limit` milliseconds without any other arriving. */
  constructor(limit: number, late: () => void) {
    this.#slice = limit / slices;
    this.#late = late;
    this.#timer = setTimeout(() => this.#ring(), this.#slice).unref();
  }

  /** Whether an answer is due. */
  get isRunning(): boolean {
    return this.#due > 0;
  }

  /** Something was sent that will be answered. */
  sent(): void {
    this.#due += 1;
    if (this.#due === 1) this.#restart();
  }

  /** One thing sent was answered. */
  answered(): void {
    this.#due -= 1;
    this.#restart();
  }

  /** Never rings again. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#isStopped = true;
    this.#due = 0;
  }

  #restart() {
    if (this.#isStopped) return;
    this.#turn += 1;
    this.#passed = 0;
    this.#nextSlice();
  }

  #nextSlice() {
    this.#sliceStart = performance.now();
    this.#timer.refresh();
  }

  #ring() {
    if (!this.isRunning) return;
    const wasBlocked = performance.now() - this.#sliceStart > 2 * this.#slice;
    if (!wasBlocked) this.#passed += 1;
    if (this.#passed < slices) this.#nextSlice();
    else this.#judge();
  }

  #judge() {
    const turn = this.#turn;
    // What has arrived by now is read first.
    setImmediate(() => {
      if (this.isRunning && this.#turn === turn) this.#late();
    });
  }
}
