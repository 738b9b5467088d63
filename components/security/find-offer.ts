import { trpc } from '@/components/trpc';
import { needsSecondFactor } from '@/server/auth/rules';
import { createPasskey } from './create-passkey';

/** What to offer to somebody who has just signed in with a password; undefined: nothing. */
export type Offer =
  | { kind: 'ask' /** A second factor would be asked for from then on. */; first: boolean }
  /** The browser has made one by itself. */
  | { kind: 'made' };

/**
 * Looks whether to offer a passkey, and has the browser make one without a question where that takes nothing from the
 * person: a second factor is asked for already, and there is no trusted device that would be forgotten. For everybody else
 * a passkey changes how they get in, so they are asked.
 */
export async function findOffer(): Promise<Offer | undefined> {
  const { canMake, canMakeByItself } = await abilities();
  if (!canMake) return undefined;
  const [{ offer }, { factors }, devices] = await Promise.all([
    trpc.auth.passkeys.offer.query(),
    trpc.auth.readiness.query(),
    trpc.auth.trustedDevices.list.query(),
  ]);
  if (!offer) return undefined;
  const first = !needsSecondFactor(factors);
  if (canMakeByItself && !first && !devices.length && (await madeByItself())) return { kind: 'made' };
  return { kind: 'ask', first };
}

/** WebAuthn level 3 sections 5.1.7 and 5.1.6. */
async function abilities() {
  if (!('PublicKeyCredential' in window)) return { canMake: false, canMakeByItself: false };
  const { PublicKeyCredential: Browser } = window;
  const known = 'getClientCapabilities' in Browser ? await Browser.getClientCapabilities() : {};
  const canMakeByItself = known.conditionalCreate === true;
  return {
    canMake: canMakeByItself || (await Browser.isUserVerifyingPlatformAuthenticatorAvailable()),
    canMakeByItself,
  };
}

/** Nobody is asked for anything, so there is nobody to tell why it came to nothing. */
async function madeByItself() {
  const confirmed = <Result>(action: () => Promise<Result>) => action();
  return createPasskey({ confirmed, conditional: true }).then(
    () => true,
    () => false,
  );
}
