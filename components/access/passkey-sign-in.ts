import { startAuthentication } from '@simplewebauthn/browser';
import { refusalOf } from '@/components/refusal';
import { trpc } from '@/components/trpc';
import { PasskeySignInInput } from '@/server/auth/inputs';
import { completeSignIn } from './complete-sign-in';
import { carryOut, type NoPasskey } from './passkey-ceremony';
import { rememberWay } from './signed-in-with';

/**
 * Asks for a passkey and signs in with it, whoever it names.
 * @returns why nothing came of it; undefined when the page is being left
 */
export function signInByPasskey({ next }: { next: string }) {
  return carryOut(async () => {
    const optionsJSON = await trpc.auth.signIn.passkeyOptions.mutate({ anyone: true });
    return send({ response: await startAuthentication({ optionsJSON }), trustDevice: false, next });
  });
}

/** Gives the second proof of a sign-in by a passkey of its person. */
export function proveByPasskey({ next, trustDevice }: { next: string; trustDevice: boolean }) {
  return carryOut(async () => {
    const optionsJSON = await trpc.auth.signIn.passkeyOptions.mutate({});
    return send({ response: await startAuthentication({ optionsJSON }), trustDevice, next });
  });
}

/** Signs in with a passkey that the browser offered below a field and the person chose there. */
export function signInByAutofill({ answer, next }: { answer: unknown; next: string }) {
  return carryOut(() => send({ response: answer, trustDevice: false, next }));
}

async function send({
  next,
  ...proof
}: {
  response: unknown;
  trustDevice: boolean;
  next: string;
}): Promise<NoPasskey | undefined> {
  const input = PasskeySignInInput.parse(proof);
  try {
    const { ticket } = await trpc.auth.signIn.passkey.mutate(input);
    rememberWay('passkey');
    await completeSignIn({ ticket, next });
    return undefined;
  } catch (error) {
    const refusal = refusalOf(error);
    const unknown = refusal.reason === 'PASSKEY_UNKNOWN';
    return unknown && (await forget(input.response.id)) ? 'forgotten' : refusal;
  }
}

/** Has the device stop offering a passkey that opens nothing here (the Signal API, WebAuthn level 3 section 5.1.10). */
async function forget(credentialId: string) {
  if (!('signalUnknownCredential' in PublicKeyCredential)) return false;
  return PublicKeyCredential.signalUnknownCredential({ rpId: location.hostname, credentialId }).then(
    () => true,
    () => false,
  );
}
