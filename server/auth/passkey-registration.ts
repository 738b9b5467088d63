import {
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { COSEALG, decodeAttestationObject, isoCBOR } from '@simplewebauthn/server/helpers';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { passkeys } from '@/db/schema/factors';
import { DomainError } from '@/server/errors';
import type { PasskeyRegistration } from './passkey-inputs';
import { relyingParty } from './relying-party';
import { CHALLENGE_SECONDS, isUnasked } from './webauthn-challenges';

/** EdDSA, and what nearly all authenticators have (RFC 9053). */
const ALGORITHMS = [COSEALG.EdDSA, COSEALG.ES256, COSEALG.RS256];
/** The longest that an authenticator may make (WebAuthn level 3 section 7.1). */
const CREDENTIAL_ID_BYTES = 1023;

type Cbor = Parameters<typeof isoCBOR.encode>[0];

/** The options that a browser is given. */
export type CreationOptions = Omit<PublicKeyCredentialCreationOptionsJSON, 'extensions'> & {
  extensions: { credProps: boolean };
};

/** What a registration says of a new passkey. */
export type NewPasskey = Pick<
  typeof passkeys.$inferInsert,
  'credentialId' | 'publicKey' | 'counter' | 'transports' | 'aaguid' | 'backupEligible' | 'backedUp'
>;

/**
 * What the browser asks an authenticator to make (WebAuthn level 3 section 5.4): a passkey that is found without
 * knowing whose it is, and that verifies its person. Where the browser makes it by itself, both as far as it can.
 */
export async function creationOptions(wish: {
  challenge: string;
  /** Hex. */
  userHandle: string;
  email: string;
  displayName: string;
  /** What they have already. */
  others: { credentialId: string; transports: string[] }[];
  appUrl: string;
}): Promise<CreationOptions> {
  const { challenge, userHandle, email, displayName, others, appUrl } = wish;
  const { id: rpID, name: rpName } = relyingParty(appUrl);
  const options = await generateRegistrationOptions({
    rpID,
    rpName,
    userID: Buffer.from(userHandle, 'hex'),
    userName: email,
    userDisplayName: displayName,
    challenge: Buffer.from(challenge, 'base64url'),
    attestationType: 'none',
    excludeCredentials: others.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    authenticatorSelection: {
      residentKey: 'required',
      userVerification: isUnasked(challenge) ? 'preferred' : 'required',
    },
    supportedAlgorithmIDs: ALGORITHMS,
    timeout: CHALLENGE_SECONDS * 1000,
  });
  return { ...options, extensions: { credProps: true } };
}

/**
 * Checks what an authenticator made (WebAuthn level 3 section 7.1). The challenge has to be used up before.
 * @throws PASSKEY_REFUSED
 */
export async function verifyRegistration(answer: {
  response: PasskeyRegistration;
  challenge: string;
  appUrl: string;
}): Promise<NewPasskey> {
  const { response, challenge, appUrl } = answer;
  const { id: expectedRPID, origin: expectedOrigin } = relyingParty(appUrl);
  const { clientDataJSON, attestationObject, transports = [] } = response.response;
  const asked = !isUnasked(challenge);
  // The library throws as many errors as there are ways to be wrong; to a person they are one.
  const refused = (cause: unknown) => new DomainError('PASSKEY_REFUSED', { cause });
  const verified = await Promise.resolve()
    .then(() => withoutAttestation(attestationObject))
    .then((bare) =>
      verifyRegistrationResponse({
        response: {
          id: response.id,
          rawId: response.rawId,
          type: response.type,
          clientExtensionResults: {},
          response: { clientDataJSON, attestationObject: bare },
        },
        expectedChallenge: challenge,
        expectedOrigin,
        expectedRPID,
        // Section 7.1: a browser that makes it by itself has nobody to ask.
        requireUserPresence: asked,
        requireUserVerification: asked,
        supportedAlgorithmIDs: ALGORITHMS,
      }),
    )
    .catch((error: unknown) => {
      throw refused(error);
    });
  if (!verified.verified) throw refused(undefined);
  const { aaguid, credential, credentialDeviceType, credentialBackedUp } = verified.registrationInfo;
  if (Buffer.from(credential.id, 'base64url').length > CREDENTIAL_ID_BYTES) throw refused(undefined);
  return {
    credentialId: credential.id,
    publicKey: Buffer.from(credential.publicKey).toString('base64url'),
    counter: credential.counter,
    transports,
    aaguid,
    backupEligible: credentialDeviceType === 'multiDevice',
    backedUp: credentialBackedUp,
  };
}

/** Writes a passkey of somebody's. @returns its id @throws ALREADY_THERE when it is anybody's already */
export async function insertPasskey(
  db: Database,
  passkey: NewPasskey & { userId: string; name: string; now: Date },
): Promise<string> {
  const { now, ...facts } = passkey;
  const [inserted] = await db
    .insert(passkeys)
    .values({ ...facts, id: uuid(), createdAt: now })
    .onConflictDoNothing({ target: passkeys.credentialId })
    .returning({ id: passkeys.id });
  if (!inserted) throw new DomainError('ALREADY_THERE');
  return inserted.id;
}

/**
 * The attestation object without its statement. We ask for none and believe none; one that is sent all the same would
 * have the library fetch a list of revoked certificates from wherever its certificate says.
 */
function withoutAttestation(attestationObject: string) {
  const authData = decodeAttestationObject(Buffer.from(attestationObject, 'base64url')).get('authData');
  const bare = new Map<string | number, Cbor>([
    ['fmt', 'none'],
    ['attStmt', new Map()],
    ['authData', authData],
  ]);
  return Buffer.from(isoCBOR.encode(bare)).toString('base64url');
}
