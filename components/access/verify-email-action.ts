import type { z } from 'zod';
import { trpc } from '@/components/trpc';
import { VerifyEmailInput } from '@/server/auth/inputs';
import { completeSignIn } from './complete-sign-in';
import type { AccessAction } from './use-access-form';

/** Confirms an address and signs this browser in. */
export const verifyEmailAction: AccessAction = {
  schema: VerifyEmailInput,
  async send(values: z.output<typeof VerifyEmailInput>) {
    const { ticket } = await trpc.auth.verifyEmail.mutate(values);
    await completeSignIn({ ticket, next: '/settings/profile' });
  },
};
