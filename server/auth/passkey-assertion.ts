import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  type PublicKeyCredentialRequestOptionsJSON,
  verifyAuthenticationResponse,
} from '@simplewebauthn/server';
import { eq, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { prepared } from '@/db/prepared';
import { passkeys } from '@/db/schema/factors';
import { users } from '@/db/schema/users';
import { DomainError } from '@/server/errors';
import { addressKey } from '@/server/http/client-address';
import type { PasskeyAssertion } from './passkey-inputs';
import { relyingParty } from './relying-party';
import { noteFailure } from './sign-in';
import { countUse } from './throttle';
import { CHALLENGE_SECONDS, makeChallenge, takeChallenge } from './webauthn-challenges';

/** The options that a browser is given; we ask for no extension. */
export type AssertionOptions = Omit<PublicKeyCredentialRequestOptionsJSON, 'extensions'>;

/** Whoever a passkey names, or a person who is known already and has to have it. */
interface Ceremony {
  ceremony: 'signIn' | 'secondFactor' | 'stepUp';
  boundTo: string;
  appUrl: string;
  now: Date;
}

/** A passkey that signed, and what its authenticator said with it. */
export interface PasskeyProof {
  passkey: KnownPasskey;
  userVerified: boolean;
  backedUp: boolean;
  counter: number;
  method: ReturnType<typeof methodOf>;
}

type KnownPasskey = NonNullable<Awaited<ReturnType<typeof findPasskey>>>;

/** The name of its use in RFC 8176: the key is in one piece of hardware, or can be on several devices. */
export function methodOf({ backupEligible }: { backupEligible: boolean }) {
  return backupEligible ? 'swk' : 'hwk';
}

/**
 * What the browser asks an authenticator for (WebAuthn level 3 section 5.5).
 * @param request.allowed the passkeys of somebody who is known already. Nobody else's are ever named: which there are
 *   would tell whether there is an account (section 14.6.2)
 */
export async function assertionOptions(
  db: Database,
  request: Ceremony & {
    allowed?: { credentialId: string; transports: string[] }[];
    userVerification: 'required' | 'preferred';
  },
): Promise<AssertionOptions> {
  const { allowed = [], userVerification, appUrl, ...make } = request;
  const challenge = await makeChallenge(db, make);
  const { extensions: _, ...options } = await generateAuthenticationOptions({
    rpID: relyingParty(appUrl).id,
    challenge: Buffer.from(challenge, 'base64url'),
    allowCredentials: allowed.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    userVerification,
    timeout: CHALLENGE_SECONDS * 1000,
  });
  return options;
}

/** The passkeys of a person, as a browser is told of them. */
export async function listCredentials(db: Database, { userId }: { userId: string }) {
  return db
    .select({ credentialId: passkeys.credentialId, transports: passkeys.transports })
    .from(passkeys)
    .where(eq(passkeys.userId, userId))
    .orderBy(passkeys.createdAt);
}

/**
 * Takes an answer to a challenge for proof, or refuses it (WebAuthn level 3 section 7.2). Failures of an account are
 * not asked for, so that nobody can close this way to its owner; what does not hold counts against the address alone,
 * after the check, and is noted in the log of whoever it was about.
 * @param proof.owner who has to have signed; nobody in particular when they are about to be identified by it
 * @param proof.needsVerification UV has to be set: that the person was there is not enough
 * @throws CEREMONY_EXPIRED, PASSKEY_UNKNOWN (there is no such passkey any more), PASSKEY_REFUSED, RATE_LIMITED
 */
export async function proveByPasskey(
  db: Database,
  proof: Ceremony & {
    response: PasskeyAssertion;
    owner: { userId: string; email: string } | undefined;
    needsVerification: boolean;
    ip: string;
    userAgent: string | undefined;
  },
): Promise<PasskeyProof> {
  const { response, owner, needsVerification, appUrl, ip, userAgent, now } = proof;
  const { clientDataJSON } = response.response;
  const challenge = await takeChallenge(db, { ...proof, clientDataJSON });
  const passkey = await findPasskey(db, { credentialId: response.id });
  if (!passkey) throw new DomainError('PASSKEY_UNKNOWN');

  const proven = await verify({ response, challenge, passkey, appUrl });
  const holds =
    proven !== undefined &&
    (owner === undefined || owner.userId === passkey.userId) &&
    namesItsOwner({ response, passkey, required: owner === undefined }) &&
    (proven.userVerified || !needsVerification);
  if (holds) return proven;

  await countUse(db, { limit: 'proof.address', key: addressKey(ip) });
  const { email } = owner ?? passkey;
  await noteFailure(db, { email, factor: 'passkey', ip, userAgent, now });
  throw new DomainError('PASSKEY_REFUSED');
}

const passkeyByCredential = prepared((db) =>
  db
    .select({
      id: passkeys.id,
      userId: passkeys.userId,
      name: passkeys.name,
      credentialId: passkeys.credentialId,
      publicKey: passkeys.publicKey,
      backupEligible: passkeys.backupEligible,
      email: users.email,
      userHandle: users.passkeyHandle,
    })
    .from(passkeys)
    .innerJoin(users, eq(users.id, passkeys.userId))
    .where(eq(passkeys.credentialId, sql.placeholder('credentialId')))
    .limit(1)
    .prepare('passkey_by_credential'),
);

async function findPasskey(db: Database, { credentialId }: { credentialId: string }) {
  const [passkey] = await passkeyByCredential(db).execute({ credentialId });
  return passkey;
}

/** @returns undefined when anything about the answer is wrong; the library throws as many errors as there are ways */
async function verify(answer: {
  response: PasskeyAssertion;
  challenge: string;
  passkey: KnownPasskey;
  appUrl: string;
}): Promise<PasskeyProof | undefined> {
  const { response, challenge, passkey, appUrl } = answer;
  const { id: expectedRPID, origin: expectedOrigin } = relyingParty(appUrl);
  const verified = await verifyAuthenticationResponse({
    response: toJson(response),
    expectedChallenge: challenge,
    expectedOrigin,
    expectedRPID,
    credential: {
      id: passkey.credentialId,
      publicKey: Buffer.from(passkey.publicKey, 'base64url'),
      // The library would refuse a counter that went back, which is no more than a sign: `notePasskeyUse` looks.
      counter: 0,
    },
    // Asked by the caller, who knows what for.
    requireUserVerification: false,
  }).catch(() => undefined);
  if (!verified?.verified) return undefined;
  const { userVerified, credentialDeviceType, credentialBackedUp, newCounter } = verified.authenticationInfo;
  // BE never changes (section 6.1.3): another one is another authenticator.
  if ((credentialDeviceType === 'multiDevice') !== passkey.backupEligible) return undefined;
  return {
    passkey,
    userVerified,
    backedUp: credentialBackedUp,
    counter: newCounter,
    method: methodOf(passkey),
  };
}

/** Section 7.2 step 6: an authenticator that was not told whose passkey is wanted has to say whose it is. */
function namesItsOwner(answer: { response: PasskeyAssertion; passkey: KnownPasskey; required: boolean }) {
  const { response, passkey, required } = answer;
  const { userHandle } = response.response;
  if (!userHandle) return !required;
  return userHandle === Buffer.from(passkey.userHandle, 'hex').toString('base64url');
}

function toJson({ id, rawId, type, response }: PasskeyAssertion): AuthenticationResponseJSON {
  const { clientDataJSON, authenticatorData, signature } = response;
  return {
    id,
    rawId,
    type,
    clientExtensionResults: {},
    response: { clientDataJSON, authenticatorData, signature },
  };
}
