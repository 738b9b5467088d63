import type { z } from 'zod';
import { trpc } from '@/components/trpc';
import { SignInForm } from '@/server/auth/inputs';
import { completeSignIn } from './complete-sign-in';
import type { AccessAction } from './use-access-form';

/** Signs in by password and goes on to `next`. */
export function signInAction(next: string): AccessAction {
  return {
    schema: SignInForm,
    async send({ email, password }: z.output<typeof SignInForm>) {
      await trpc.auth.signIn.start.mutate({ email });
      const { ticket } = await trpc.auth.signIn.password.mutate({ password });
      await completeSignIn({ ticket, next });
    },
  };
}
