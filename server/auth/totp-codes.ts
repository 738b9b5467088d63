import { generateSecret, generateURI, verifySync } from 'otplib';

/** Seconds of a step (RFC 6238 section 4.1); one step early or late is taken as well, for clocks that are not right. */
const STEP_SECONDS = 30;
/** RFC 4226 section 4, R6: 160 bits. */
const KEY_BYTES = 20;

/** A new key for an authenticator app, in base32. */
export function newTotpKey() {
  return generateSecret({ length: KEY_BYTES });
}

/** What an authenticator app scans. SHA-1, six digits and 30 seconds are what all of them understand, and so unsaid. */
export function totpUri({ key, email }: { key: string; email: string }) {
  return generateURI({ issuer: 'Foyer', label: email, secret: key });
}

/**
 * The time step that a code belongs to, if it is of the present one or a neighbour; undefined when it is of none. Whether
 * it was used already is for the caller to decide.
 */
export function stepOfCode({ key, code, now }: { key: string; code: string; now: Date }): number | undefined {
  const epoch = Math.floor(now.getTime() / 1000);
  const result = verifySync({
    secret: key,
    token: code,
    strategy: 'totp',
    epoch,
    period: STEP_SECONDS,
    epochTolerance: STEP_SECONDS,
  });
  return result.valid && 'timeStep' in result ? result.timeStep : undefined;
}
