import type { z } from 'zod';
import { trpc } from '@/components/trpc';
import { RequestResetInput } from '@/server/auth/inputs';
import { rememberAddress } from './known-address';
import { rememberSentTo } from './sent-to';
import type { AccessAction } from './use-access-form';

/** Asks for a link for a new password. */
export function forgotPasswordAction(onSent: () => void): AccessAction {
  return {
    schema: RequestResetInput,
    async send(values: z.output<typeof RequestResetInput>) {
      const { sentTo } = await trpc.auth.password.requestReset.mutate(values);
      rememberSentTo(sentTo);
      rememberAddress(sentTo);
      onSent();
    },
  };
}
