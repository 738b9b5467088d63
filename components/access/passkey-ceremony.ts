import { browserSupportsWebAuthn } from '@simplewebauthn/browser';
import { type Refusal, refusalOf } from '@/components/refusal';

/**
 * Why nothing came of a passkey: a refusal of the server; `forgotten`, a refusal after which the device will not
 * offer it again; `unused`, since the person closed the question of their device, or had none to give;
 * `unsupported` by the browser.
 */
export type NoPasskey = Refusal | 'forgotten' | 'unused' | 'unsupported';

/** The errors of a ceremony that the person left (WebAuthn level 3 sections 5.1.3 and 5.1.4). */
const LEFT = new Set(['NotAllowedError', 'AbortError', 'InvalidStateError']);

/** Carries a ceremony through. @returns why nothing came of it, if so */
export async function carryOut(
  ceremony: () => Promise<NoPasskey | undefined>,
): Promise<NoPasskey | undefined> {
  if (!browserSupportsWebAuthn()) return 'unsupported';
  try {
    return await ceremony();
  } catch (error) {
    if (error instanceof Error && LEFT.has(error.name)) return 'unused';
    if (error instanceof Error && error.name === 'NotSupportedError') return 'unsupported';
    return refusalOf(error);
  }
}
