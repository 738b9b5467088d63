import type { UndoDifference } from './audit/catalog';
import type { Reason } from './reasons';

/** Somebody of the staff, as their colleagues know them. */
export interface Holder {
  userId: string;
  handle: string;
  displayName: string;
}

/** A refusal in the words of the domain. One middleware turns it into a tRPC error; only the reason crosses. */
export class DomainError extends Error {
  override name = 'DomainError';
  readonly reason: Reason;
  /** Seconds after which trying again makes sense. */
  readonly retryAfter: number | undefined;
  /** Of the staff: who has what was wanted. */
  readonly holder: Holder | undefined;
  /** What keeps a change from being undone. */
  readonly different: UndoDifference | undefined;

  constructor(
    reason: Reason,
    options: { retryAfter?: number; holder?: Holder; different?: UndoDifference; cause?: unknown } = {},
  ) {
    super(reason, { cause: options.cause });
    this.reason = reason;
    this.retryAfter = options.retryAfter;
    this.holder = options.holder;
    this.different = options.different;
  }
}
