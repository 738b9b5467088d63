import { REASONS, type Reason } from '@/server/reasons';

/**
 * How a call ended, roughly. `refused`: by a rule, which is nobody's fault; `invalid`: what was sent is not what it takes;
 * `unavailable`: we could not, for now; `failed`: a fault of ours.
 */
export type Outcome = 'ok' | 'refused' | 'invalid' | 'unavailable' | 'failed';

/** Of the reason that was told, if one was. */
export function outcomeOf(reason: Reason | undefined): Outcome {
  if (reason === undefined) return 'ok';
  if (reason === 'INTERNAL') return 'failed';
  if (reason === 'INPUT_INVALID' || reason === 'INPUT_TOO_LARGE') return 'invalid';
  return REASONS[reason] === 'SERVICE_UNAVAILABLE' ? 'unavailable' : 'refused';
}

const PROOFS: ReadonlyMap<string, string> = new Map(
  ['password', 'totp', 'recoveryCode', 'passkey'].map((proof) => [`auth.signIn.${proof}`, proof]),
);

/** What somebody proves who they are with by this procedure, if it is one of signing in. */
export function proofOf(path: string): string | undefined {
  return PROOFS.get(path);
}
