import { fetchCode } from '@/components/fetch-code';
import { trpc } from '@/components/trpc';
import { signalPasskeys, signalUnknownPasskey } from './signal-passkeys';

/** Milliseconds that a browser has to make a passkey by itself. */
const PATIENCE = 3000;

/** What kept the browser from making a passkey, as `passkeyCreation` in the messages words it. */
export type CreationProblem = 'cancelled' | 'alreadyThere' | 'unsupported' | 'failed';

export class PasskeyNotMade extends Error {
  readonly problem: CreationProblem;

  constructor(problem: CreationProblem, cause?: unknown) {
    super(problem, { cause });
    this.problem = problem;
  }
}

/**
 * Has the browser make a passkey, and adds it to the account.
 * @param how.confirmed runs what the server wants to be sure of; `useConfirmed` gives one
 * @param how.conditional the browser makes it by itself if it will, and asks nothing (conditional create)
 * @throws PasskeyNotMade; else what the procedures throw
 */
export async function createPasskey(how: {
  confirmed: <Result>(action: () => Promise<Result>) => Promise<Result>;
  conditional?: boolean;
}) {
  const { confirmed, conditional = false } = how;
  const webauthn = await fetchCode(() => import('@simplewebauthn/browser'));
  const { browserSupportsWebAuthn, startRegistration, WebAuthnAbortService } = webauthn;
  if (!browserSupportsWebAuthn()) throw new PasskeyNotMade('unsupported');
  const optionsJSON = await confirmed(() => trpc.auth.passkeys.registerOptions.mutate({ conditional }));
  // One that can make it by itself does so at once; one that cannot may say nothing at all.
  const patience = conditional
    ? setTimeout(() => WebAuthnAbortService.cancelCeremony(), PATIENCE)
    : undefined;
  const response = await startRegistration({ optionsJSON, useAutoRegister: conditional })
    .catch((error) => {
      throw new PasskeyNotMade(problemOf(error), error);
    })
    .finally(() => clearTimeout(patience));
  try {
    const added = await confirmed(() => trpc.auth.passkeys.register.mutate({ response }));
    void signalPasskeys();
    return added;
  } catch (error) {
    // The browser has one that opens nothing: it had better not offer it.
    void signalUnknownPasskey({ rpId: optionsJSON.rp.id, credentialId: response.id });
    throw error;
  }
}

/** WebAuthn level 3 section 5.1.3. That somebody cancelled and that it took too long look the same, on purpose. */
function problemOf(error: unknown): CreationProblem {
  const name = error instanceof Error ? error.name : '';
  if (name === 'InvalidStateError') return 'alreadyThere';
  return name === 'NotAllowedError' || name === 'AbortError' ? 'cancelled' : 'failed';
}
