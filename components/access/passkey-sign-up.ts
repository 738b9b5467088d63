import { startRegistration } from '@simplewebauthn/browser';
import { trpc } from '@/components/trpc';
import { VerifyEmailInput } from '@/server/auth/inputs';
import { completeSignIn } from './complete-sign-in';
import { carryOut } from './passkey-ceremony';
import { rememberWay } from './signed-in-with';

/**
 * Makes the passkey that an account begins with, confirms the address by it and signs this browser in.
 * @returns why nothing came of it; undefined when the page is being left
 */
export function signUpByPasskey(token: string) {
  return carryOut(async () => {
    const optionsJSON = await trpc.auth.passkeys.signUpOptions.mutate({ token });
    const passkey = await startRegistration({ optionsJSON });
    const { ticket } = await trpc.auth.verifyEmail.mutate(VerifyEmailInput.parse({ token, passkey }));
    rememberWay('passkey');
    await completeSignIn({ ticket, next: '/settings/profile' });
    return undefined;
  });
}
