import type { Database } from '@/db/client';
import type { Cause } from '@/server/audit/commands';
import { DomainError } from '@/server/errors';
import type { Locale } from '@/server/http/locale';
import { recordSecurityEvent } from '@/server/security/commands';
import { findOpenSignUp } from './open-sign-ups';
import { methodOf } from './passkey-assertion';
import type { PasskeyRegistration } from './passkey-inputs';
import { passkeyName } from './passkey-names';
import {
  type CreationOptions,
  creationOptions,
  insertPasskey,
  type NewPasskey,
  verifyRegistration,
} from './passkey-registration';
import { makeChallenge, takeChallenge } from './webauthn-challenges';

/**
 * What to have an authenticator make for an account that begins with a passkey: the link in the mail is what it takes,
 * and nothing changes yet. @throws LINK_EXPIRED, also when a password was chosen
 */
export async function signUpPasskeyOptions(
  db: Database,
  { appUrl, ...request }: { token: string; secret: string; appUrl: string; now: Date },
): Promise<CreationOptions> {
  const open = await findOpenSignUp(db, request);
  if (open?.passwordHash !== null) throw new DomainError('LINK_EXPIRED');
  const { id: boundTo, email, displayName, passkeyHandle: userHandle } = open;
  const challenge = await makeChallenge(db, { ceremony: 'signUp', boundTo, now: request.now });
  return creationOptions({ challenge, userHandle, email, displayName, others: [], appUrl });
}

/**
 * Checks the passkey that an account begins with; its challenge is used up, whatever comes of it.
 * @throws PASSKEY_REQUIRED (the link stays good), CEREMONY_EXPIRED, PASSKEY_REFUSED
 */
export async function takeFirstPasskey(
  db: Database,
  answer: { signUpId: string; passkey: PasskeyRegistration | undefined; appUrl: string; now: Date },
): Promise<NewPasskey> {
  const { signUpId, passkey: response, appUrl, now } = answer;
  if (!response) throw new DomainError('PASSKEY_REQUIRED');
  const { clientDataJSON } = response.response;
  const ceremony = { ceremony: 'signUp', boundTo: signUpId } as const;
  const challenge = await takeChallenge(db, { clientDataJSON, ...ceremony, now });
  return verifyRegistration({ response, challenge, appUrl });
}

/** Writes the passkey that an account begins with. @returns what it proves @throws ALREADY_THERE */
export async function addFirstPasskey(
  db: Database,
  first: { passkey: NewPasskey; userId: string; locale: Locale; cause: Cause; now: Date },
) {
  const { passkey, userId, locale, cause, now } = first;
  const name = passkeyName({ aaguid: passkey.aaguid, userAgent: cause.userAgent, locale, taken: [] });
  const passkeyId = await insertPasskey(db, { ...passkey, userId, name, now });
  // Told in the log alone: who has just made the account needs no mail about it.
  await recordSecurityEvent(db, {
    kind: 'passkey.added',
    userId,
    cause,
    details: { name },
    mailed: false,
    now,
  });
  const amr = { [methodOf(passkey)]: now.toISOString() };
  return { amr, aal: 2 as const, passkeyId };
}
