/**
 * A failure whose task knows when trying again makes sense. `never` makes the job a dead letter at once; `after`
 * puts the next try off by that many seconds, beside the wait that grows with each try.
 */
export class JobFailure extends Error {
  override name = 'JobFailure';
  readonly retry: 'never' | { after: number };

  constructor(message: string, options: { retry: 'never' | { after: number }; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.retry = options.retry;
  }
}
