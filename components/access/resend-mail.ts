import { type Refusal, refusalOf } from '@/components/refusal';
import { trpc } from '@/components/trpc';

/** Has the confirmation of this browser's sign-up sent again. @returns why not, if it was not */
export function resendMail(): Promise<Refusal | undefined> {
  return trpc.auth.resendVerification.mutate().then(() => undefined, refusalOf);
}
