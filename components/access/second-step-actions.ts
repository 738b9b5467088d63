import { z } from 'zod';
import { RefusalError, refusalOf } from '@/components/refusal';
import { trpc } from '@/components/trpc';
import { RecoveryCodeSignInInput, TotpSignInInput } from '@/server/auth/inputs';
import { completeSignIn, redeemTicket } from './complete-sign-in';
import { startAgain } from './start-again';
import type { AccessAction } from './use-access-form';

/** The code of an authenticator app, and on to `next`. */
export function totpAction(next: string): AccessAction {
  return {
    schema: TotpSignInInput,
    send: (proof: z.output<typeof TotpSignInInput>) =>
      orStartOver(next, async () => {
        const { ticket } = await trpc.auth.signIn.totp.mutate(proof);
        await completeSignIn({ ticket, next });
      }),
  };
}

/** A recovery code. The person is signed in, and stays a moment to read how many are left. */
export function recoveryCodeAction(next: string, onLeft: (left: number) => void): AccessAction {
  return {
    schema: RecoveryCodeSignInInput,
    send: (proof: z.output<typeof RecoveryCodeSignInInput>) =>
      orStartOver(next, async () => {
        const { ticket, codesLeft = 0 } = await trpc.auth.signIn.recoveryCode.mutate(proof);
        await redeemTicket(ticket);
        onLeft(codesLeft);
      }),
  };
}

/** Ends the sign-in of somebody who came back from another site and needs no second factor. */
export function finishAction(next: string): AccessAction {
  return {
    schema: z.strictObject({}),
    send: () =>
      orStartOver(next, async () => {
        const { ticket } = await trpc.auth.signIn.finish.mutate();
        await completeSignIn({ ticket, next });
      }),
  };
}

/** What took too long begins again at the first step, which says so. @throws RefusalError for everything else */
async function orStartOver(next: string, proof: () => Promise<void>) {
  try {
    await proof();
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal.reason !== 'ATTEMPT_EXPIRED') throw new RefusalError(refusal);
    location.assign(startAgain(next));
  }
}
