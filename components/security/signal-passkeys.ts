import { trpc } from '@/components/trpc';

/** What a browser may lack (WebAuthn level 3 section 5.1.10). */
type Signals = Partial<
  Pick<
    typeof PublicKeyCredential,
    'signalAllAcceptedCredentials' | 'signalCurrentUserDetails' | 'signalUnknownCredential'
  >
>;

/**
 * Tells the browser which passkeys are good here and what their person is called, so that it no longer offers one that was
 * removed, or an old name. The list is fetched for this: one that lay about would have the browser hide a passkey that was
 * added since.
 */
export async function signalPasskeys() {
  const signals = signalsOfBrowser();
  if (!signals?.signalAllAcceptedCredentials && !signals?.signalCurrentUserDetails) return;
  const list = await trpc.auth.passkeys.list.query().catch(() => undefined);
  if (!list) return;
  const { rpId, userHandle: userId, email: name, displayName } = list;
  const allAcceptedCredentialIds = list.passkeys.map(({ credentialId }) => credentialId);
  // A browser that cannot pass them on is nothing that the person could do anything about.
  await Promise.allSettled([
    signals.signalAllAcceptedCredentials?.({ rpId, userId, allAcceptedCredentialIds }),
    signals.signalCurrentUserDetails?.({ rpId, userId, name, displayName }),
  ]);
}

/** Tells the browser that a passkey it has made was not taken up. */
export async function signalUnknownPasskey(passkey: { rpId: string | undefined; credentialId: string }) {
  const { rpId = location.hostname, credentialId } = passkey;
  await Promise.allSettled([signalsOfBrowser()?.signalUnknownCredential?.({ rpId, credentialId })]);
}

function signalsOfBrowser(): Signals | undefined {
  return 'PublicKeyCredential' in window ? window.PublicKeyCredential : undefined;
}
