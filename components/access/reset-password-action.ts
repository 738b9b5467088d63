import type { z } from 'zod';
import { trpc } from '@/components/trpc';
import { ResetPasswordInput } from '@/server/auth/inputs';
import type { AccessAction } from './use-access-form';

/** Sets the new password and leads to the sign-in, which says so. */
export const resetPasswordAction: AccessAction = {
  schema: ResetPasswordInput,
  async send(values: z.output<typeof ResetPasswordInput>) {
    await trpc.auth.password.reset.mutate(values);
    location.assign('/sign-in?reset=1');
  },
};
