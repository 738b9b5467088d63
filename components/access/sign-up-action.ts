import type { z } from 'zod';
import { trpc } from '@/components/trpc';
import { SignUpInput } from '@/server/auth/inputs';
import { rememberSentTo } from './sent-to';
import type { AccessAction } from './use-access-form';

/** Begins an account and goes to the page that says where the mail went. */
export const signUpAction: AccessAction = {
  schema: SignUpInput,
  async send(values: z.output<typeof SignUpInput>) {
    const { sentTo } = await trpc.auth.signUp.mutate(values);
    rememberSentTo(sentTo);
    location.assign('/check-mail');
  },
};
