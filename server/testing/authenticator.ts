import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign as signWith } from 'node:crypto';
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import { isoCBOR } from '@simplewebauthn/server/helpers';
import type { PasskeyAssertion, PasskeyRegistration } from '@/server/auth/passkey-inputs';

/** Where the tests' app is: `appUrl` of `servicesFor`. */
const ORIGIN = 'http://localhost:3000';
const NO_AAGUID = '00000000-0000-0000-0000-000000000000';

/** What kind of authenticator it is. */
interface Traits {
  algorithm?: 'ES256' | 'EdDSA';
  aaguid?: string;
  /** BE and BS: it can be on several devices, and is. */
  backupEligible?: boolean;
  backedUp?: boolean;
  /** Where its counter stands; 0 for one that does not count. */
  counter?: number;
}

/** What is otherwise than an honest browser and authenticator would have it. */
interface Lies {
  challenge?: string;
  origin?: string;
  rpId?: string;
  type?: string;
  crossOrigin?: boolean;
  userPresent?: boolean;
  userVerified?: boolean;
  backupEligible?: boolean;
  backedUp?: boolean;
  counter?: number;
  userHandle?: string | null;
  signature?: Buffer;
  /** Of a registration: a statement of attestation that nobody asked for. */
  attestation?: { format: string; statement: Map<string, Uint8Array | Uint8Array[] | number> };
}

/**
 * An authenticator and the browser in front of it, in software: it makes one passkey and signs with it, honestly
 * unless told otherwise.
 */
export class Authenticator {
  readonly credentialId = randomBytes(32).toString('base64url');
  readonly #traits: Required<Traits>;
  readonly #privateKey: KeyObject;
  readonly #publicKey: Uint8Array;
  #counter: number;
  #userHandle = '';

  constructor(traits: Traits = {}) {
    this.#traits = {
      algorithm: 'ES256',
      aaguid: NO_AAGUID,
      backupEligible: false,
      backedUp: false,
      counter: 0,
      ...traits,
    };
    this.#counter = this.#traits.counter;
    const { privateKey, publicKey } =
      this.#traits.algorithm === 'ES256'
        ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
        : generateKeyPairSync('ed25519');
    this.#privateKey = privateKey;
    this.#publicKey = coseKey(publicKey);
  }

  /** What the table of passkeys keeps of it. */
  get facts() {
    const { aaguid, backupEligible, backedUp } = this.#traits;
    const publicKey = Buffer.from(this.#publicKey).toString('base64url');
    const counter = this.#counter;
    return { credentialId: this.credentialId, publicKey, counter, aaguid, backupEligible, backedUp };
  }

  /** It holds a passkey of this user, base64url, without a registration. */
  belongsTo(userHandle: string) {
    this.#userHandle = userHandle;
    return this;
  }

  /** Answers a registration. */
  create(options: PublicKeyCredentialCreationOptionsJSON, lies: Lies = {}): PasskeyRegistration {
    this.#userHandle = options.user.id;
    const told = {
      type: 'webauthn.create',
      challenge: options.challenge,
      rpId: options.rp.id ?? '',
      ...lies,
    };
    const { format, statement } = lies.attestation ?? { format: 'none', statement: new Map() };
    const attestationObject = isoCBOR.encode(
      new Map<string | number, Cbor>([
        ['fmt', format],
        ['attStmt', statement],
        ['authData', this.#authenticatorData(told, { attested: true })],
      ]),
    );
    return {
      id: this.credentialId,
      rawId: this.credentialId,
      type: 'public-key',
      clientExtensionResults: {},
      response: {
        clientDataJSON: clientDataJson(told),
        attestationObject: Buffer.from(attestationObject).toString('base64url'),
        transports: ['internal'],
      },
    };
  }

  /** Answers a challenge, with a counter one further, if it counts. */
  get(options: PublicKeyCredentialRequestOptionsJSON, lies: Lies = {}): PasskeyAssertion {
    if (this.#counter > 0) this.#counter++;
    const told = { type: 'webauthn.get', challenge: options.challenge, rpId: options.rpId ?? '', ...lies };
    const clientDataJSON = clientDataJson(told);
    const authenticatorData = this.#authenticatorData(told, { attested: false });
    const { userHandle = this.#userHandle } = lies;
    return {
      id: this.credentialId,
      rawId: this.credentialId,
      type: 'public-key',
      clientExtensionResults: {},
      response: {
        clientDataJSON,
        authenticatorData: authenticatorData.toString('base64url'),
        signature: (lies.signature ?? this.#sign(authenticatorData, clientDataJSON)).toString('base64url'),
        ...(userHandle !== null && { userHandle }),
      },
    };
  }

  /** WebAuthn level 3 section 6.1. */
  #authenticatorData(told: Lies & { rpId: string }, { attested }: { attested: boolean }) {
    const { userPresent = true, userVerified = true, counter = this.#counter } = told;
    const { backupEligible = this.#traits.backupEligible, backedUp = this.#traits.backedUp } = told;
    const bits = [userPresent, false, userVerified, backupEligible, backedUp, false, attested];
    const flags = bits.reduce((sum, bit, place) => sum | (Number(bit) << place), 0);
    const tail = Buffer.alloc(5);
    tail.writeUInt8(flags);
    tail.writeUInt32BE(counter, 1);
    const start = Buffer.concat([sha256(told.rpId), tail]);
    return attested ? Buffer.concat([start, this.#attestedCredential()]) : start;
  }

  /** Section 6.5.1. */
  #attestedCredential() {
    const id = Buffer.from(this.credentialId, 'base64url');
    const length = Buffer.alloc(2);
    length.writeUInt16BE(id.length);
    const aaguid = Buffer.from(this.#traits.aaguid.replaceAll('-', ''), 'hex');
    return Buffer.concat([aaguid, length, id, this.#publicKey]);
  }

  #sign(authenticatorData: Buffer, clientDataJSON: string) {
    const signed = Buffer.concat([authenticatorData, sha256(Buffer.from(clientDataJSON, 'base64url'))]);
    return signWith(this.#traits.algorithm === 'ES256' ? 'sha256' : null, signed, this.#privateKey);
  }
}

type Cbor = Parameters<typeof isoCBOR.encode>[0];

/** A public key as COSE has it (RFC 9053). */
function coseKey(key: KeyObject): Uint8Array {
  const { crv, x = '', y = '' } = key.export({ format: 'jwk' });
  const [kty, alg, curve] = crv === 'Ed25519' ? [1, -8, 6] : [2, -7, 1];
  const entries: [number, Cbor][] = [
    [1, kty],
    [3, alg],
    [-1, curve],
    [-2, Buffer.from(x, 'base64url')],
    ...(y ? ([[-3, Buffer.from(y, 'base64url')]] satisfies [number, Cbor][]) : []),
  ];
  return isoCBOR.encode(new Map<string | number, Cbor>(entries));
}

function clientDataJson({ type, challenge, origin = ORIGIN, crossOrigin = false }: Lies) {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin })).toString('base64url');
}

function sha256(data: string | Buffer) {
  return createHash('sha256').update(data).digest();
}
