import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';
import { v7 as uuid } from 'uuid';
import { describe, expect } from 'vitest';
import type { Database } from '@/db/client';
import { passkeys, webauthnChallenges } from '@/db/schema/factors';
import { callerFor } from '@/server/testing/callers';
import { CookieJar } from '@/server/testing/cookie-jar';
import { type Given, PASSWORD } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';
import { ORIGIN, RP_ID, VECTORS } from '@/server/testing/webauthn-vectors';
import { findOngoingAttempt } from './attempts';
import { verifyRegistration } from './passkey-registration';

const ALL = Object.values(VECTORS);
type Vector = (typeof ALL)[number];

describe.each(ALL)('vector $section', (vector) => {
  test('the library takes its registration and its sign-in', async () => {
    const { credential } = await register(vector);
    const authentication = { ...expected(vector.authentication), credential };
    expect(
      await verifyAuthenticationResponse({ response: assertion(vector, credential.id), ...authentication }),
    ).toMatchObject({ verified: true });
  });

  test('the library refuses its sign-in with a byte of the signature changed', async () => {
    const { credential } = await register(vector);
    const { response, ...answer } = assertion(vector, credential.id);
    const signature = Buffer.from(response.signature, 'base64url');
    signature.writeUInt8(signature.readUInt8(signature.length - 1) ^ 1, signature.length - 1);
    const changed = { ...answer, response: { ...response, signature: signature.toString('base64url') } };
    const { verified } = await verifyAuthenticationResponse({
      response: changed,
      ...expected(vector.authentication),
      credential,
    });
    expect(verified).toBe(false);
  });
});

test.for([VECTORS.es256, VECTORS.selfAttested, VECTORS.ed25519])(
  'the sign-in of vector $section is a second factor here',
  async (vector, { db, given }) => {
    expect(await asSecondFactor(db, given, vector)).toMatchObject({ next: 'done' });
  },
);

test('a sign-in inside a page of another site is none here, though the library takes it', async ({
  db,
  given,
}) => {
  expect(await refusal(asSecondFactor(db, given, VECTORS.framed))).toEqual({ reason: 'PASSKEY_REFUSED' });
});

test('a registration is taken here where its person was verified, whatever was attested', async () => {
  for (const vector of [VECTORS.selfAttested, VECTORS.framed])
    expect(await verifyRegistration(registration(vector))).toMatchObject({
      credentialId: (await register(vector)).credential.id,
      counter: 0,
      backupEligible: vector === VECTORS.selfAttested,
      backedUp: vector === VECTORS.selfAttested,
    });
  for (const vector of [VECTORS.es256, VECTORS.ed25519])
    await expect(verifyRegistration(registration(vector))).rejects.toThrow('PASSKEY_REFUSED');
});

/** What a vector registers, by the library alone. */
async function register(vector: Vector) {
  const { registrationInfo } = await verifyRegistrationResponse({
    response: registration(vector).response,
    ...expected(vector.registration),
  });
  if (!registrationInfo) throw new Error('it was not verified');
  return registrationInfo;
}

/** Gives a vector's sign-in as the second factor of somebody whose passkey it is. */
async function asSecondFactor(db: Database, given: Given, vector: Vector) {
  const user = await given.user();
  const { credential, aaguid, credentialDeviceType, credentialBackedUp } = await register(vector);
  await db.insert(passkeys).values({
    id: uuid(),
    userId: user.id,
    name: 'A vector',
    credentialId: credential.id,
    publicKey: Buffer.from(credential.publicKey).toString('base64url'),
    counter: 0,
    aaguid,
    backupEligible: credentialDeviceType === 'multiDevice',
    backedUp: credentialBackedUp,
    createdAt: new Date(),
  });
  const cookies = new CookieJar();
  const { auth } = callerFor(db, null, { cookies, services: { appUrl: ORIGIN } });
  await auth.signIn.start({ email: user.email });
  await auth.signIn.password({ password: PASSWORD });
  const cookie = cookies.get('foyer.attempt') ?? '';
  const attempt = await findOngoingAttempt(db, { cookie, now: new Date() });
  await db.insert(webauthnChallenges).values({
    challenge: base64url(vector.authentication.challenge),
    ceremony: 'secondFactor',
    boundTo: attempt?.id ?? '',
    expiresAt: new Date(Date.now() + 60_000),
  });
  return auth.signIn.passkey({ response: assertion(vector, credential.id) });
}

function expected({ challenge }: { challenge: string }) {
  return {
    expectedChallenge: base64url(challenge),
    expectedOrigin: ORIGIN,
    expectedRPID: RP_ID,
    requireUserVerification: false,
  };
}

function registration({ registration: { challenge, clientDataJSON, attestationObject } }: Vector) {
  // What counts stands in the authenticator's own data.
  const id = 'id';
  return {
    challenge: base64url(challenge),
    appUrl: ORIGIN,
    response: {
      id,
      rawId: id,
      type: 'public-key' as const,
      clientExtensionResults: {},
      response: {
        clientDataJSON: base64url(clientDataJSON),
        attestationObject: base64url(attestationObject),
      },
    },
  };
}

function assertion({ authentication }: Vector, id: string) {
  const { clientDataJSON, authenticatorData, signature } = authentication;
  return {
    id,
    rawId: id,
    type: 'public-key' as const,
    clientExtensionResults: {},
    response: {
      clientDataJSON: base64url(clientDataJSON),
      authenticatorData: base64url(authenticatorData),
      signature: base64url(signature),
    },
  };
}

function base64url(hex: string) {
  return Buffer.from(hex, 'hex').toString('base64url');
}
