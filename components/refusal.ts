import type { UndoDifference } from '@/server/audit/catalog';
import type { Holder } from '@/server/errors';
import { REASONS, type Reason } from '@/server/reasons';
import type { Problem } from '@/server/text/rules';

/** Why something was not done, as the interface handles it. */
export interface Refusal {
  reason: Reason | 'OFFLINE';
  /** Seconds. */
  retryAfter?: number;
  problems?: Record<string, Problem>;
  /** Who has it, of CLAIMED_BY_ANOTHER. */
  holder?: Holder;
  /** What is different by now, of UNDO_OVERTAKEN. */
  different?: UndoDifference;
}

/** A refusal on its way from where it was met to where it is shown. */
export class RefusalError extends Error {
  readonly data: Refusal;

  constructor(data: Refusal) {
    super(data.reason);
    this.data = data;
  }
}

/** What a failed call tells: the server's reason, or that there was no answer at all. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Error && 'data' in error && isRefusal(error.data)) return error.data;
  // Without a reason nothing of ours answered: no network, or a proxy in between.
  return { reason: error instanceof Error && error.name === 'TRPCClientError' ? 'OFFLINE' : 'INTERNAL' };
}

function isRefusal(data: unknown): data is Refusal {
  if (typeof data !== 'object' || data === null || !('reason' in data)) return false;
  return data.reason === 'OFFLINE' || Object.hasOwn(REASONS, String(data.reason));
}

/** Whether the person has to sign in again before going on. */
export function needsSignIn({ reason }: Refusal) {
  return reason === 'SESSION_ENDED' || reason === 'SIGNED_OUT';
}
