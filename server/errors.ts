import type { Reason } from './reasons';

/** A refusal in the words of the domain. One middleware turns it into a tRPC error; only the reason crosses. */
export class DomainError extends Error {
  override name = 'DomainError';
  readonly reason: Reason;
  /** Seconds after which trying again makes sense. */
  readonly retryAfter: number | undefined;

  constructor(reason: Reason, options: { retryAfter?: number; cause?: unknown } = {}) {
    super(reason, { cause: options.cause });
    this.reason = reason;
    this.retryAfter = options.retryAfter;
  }
}
