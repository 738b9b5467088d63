import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';
import type { Page } from 'playwright/test';

/** A passkey with both halves: what an account keeps of it, and what a device does. */
export interface Passkey {
  /** base64url, as WebAuthn's JSON has it. */
  credentialId: string;
  /** COSE key, base64url. */
  publicKey: string;
  /** PKCS #8. */
  privateKey: Buffer;
  /** Of the account, in hex as it stands in `users`. */
  userHandle: string;
  /** Whether it is copied to the other devices of its person. */
  synced: boolean;
}

/** Something that keeps passkeys and asks for a finger: Chromium's virtual authenticator in place of a person's own. */
export interface Device {
  /** The ids of the passkeys on it, base64url. */
  passkeys(): Promise<string[]>;
  /** Puts a passkey on it, as if it had been made here. */
  keep(passkey: Passkey): Promise<void>;
  /** Takes a passkey off it, as a person does in the settings of their phone: the account knows nothing of it. */
  lose(credentialId: string): Promise<void>;
  /** The person looks elsewhere: whatever it asks stays unanswered. */
  ignore(): Promise<void>;
  /**
   * The person answers what a button asks from now on, and not the offer below a field that came before: that one would
   * be answered by itself if it were made a moment late.
   */
  attendButton(): Promise<void>;
  /** The finger on it is somebody else's: it verifies nobody. */
  refuseFinger(): Promise<void>;
  /** It is their own again. As it is at first, on a device that verifies. */
  takeFinger(): Promise<void>;
  /** Signs with nothing behind it, as a forger would. */
  forge(): Promise<void>;
  /** What websites told it of its passkeys (the Signal API), in order. */
  told: { removed: string[]; renamed: { credentialId: string; userName: string | undefined }[] };
}

interface Kind {
  /** A plain key on a cord that knows no PIN and no finger: it says that somebody was there, and not who (UV=0). */
  verifies?: boolean;
  /** Passkeys made on it are synced. */
  synced?: boolean;
}

/**
 * Gives the browser of a page a device with passkeys. Without a window Chromium shows no list to choose from: a
 * request by the autofill of a field is answered as soon as it is made, as if the person had chosen the first one
 * on the device, or never, while they ignore it.
 */
export async function giveDevice(page: Page, { verifies = true, synced = true }: Kind = {}): Promise<Device> {
  const browser = await page.context().newCDPSession(page);
  await browser.send('WebAuthn.enable');
  const { authenticatorId } = await browser.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: verifies ? 'internal' : 'usb',
      hasResidentKey: true,
      hasUserVerification: verifies,
      isUserVerified: verifies,
      automaticPresenceSimulation: true,
      defaultBackupEligibility: synced,
      defaultBackupState: synced,
    },
  });
  const told: Device['told'] = { removed: [], renamed: [] };
  browser.on('WebAuthn.credentialDeleted', ({ credentialId }) => told.removed.push(asUrl(credentialId)));
  browser.on('WebAuthn.credentialUpdated', ({ credential: { credentialId, userName } }) =>
    told.renamed.push({ credentialId: asUrl(credentialId), userName }),
  );
  const answer = (enabled: boolean) =>
    browser.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled });
  return {
    told,
    async passkeys() {
      const { credentials } = await browser.send('WebAuthn.getCredentials', { authenticatorId });
      return credentials.map(({ credentialId }) => asUrl(credentialId));
    },
    async keep(passkey) {
      await browser.send('WebAuthn.addCredential', {
        authenticatorId,
        credential: {
          credentialId: Buffer.from(passkey.credentialId, 'base64url').toString('base64'),
          privateKey: passkey.privateKey.toString('base64'),
          userHandle: Buffer.from(passkey.userHandle, 'hex').toString('base64'),
          isResidentCredential: true,
          rpId: 'localhost',
          signCount: 0,
          backupEligibility: passkey.synced,
          backupState: passkey.synced,
        },
      });
    },
    async lose(credentialId) {
      const bytes = Buffer.from(credentialId, 'base64url').toString('base64');
      await browser.send('WebAuthn.removeCredential', { authenticatorId, credentialId: bytes });
    },
    async ignore() {
      await answer(false);
    },
    async attendButton() {
      // The offer asks by a plain fetch, without a query; by the time that the button asks it was taken back.
      await page.route(
        /auth\.signIn\.passkeyOptions\?/,
        async (route) => {
          await answer(true);
          await route.continue();
        },
        { times: 1 },
      );
    },
    async refuseFinger() {
      await browser.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
    },
    async takeFinger() {
      await browser.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });
    },
    async forge() {
      await browser.send('WebAuthn.setResponseOverrideBits', { authenticatorId, isBogusSignature: true });
    },
  };
}

/** A passkey of an account that was made some time before the test: a P-256 key, ES256. */
export function newPasskey({ userHandle, synced = true }: { userHandle: string; synced?: boolean }): Passkey {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = privateKey.export({ format: 'jwk' });
  const bytes = (coordinate: string) => new Uint8Array(Buffer.from(coordinate, 'base64url'));
  // RFC 9053 section 7.1: key type EC2, algorithm ES256, curve P-256, and the two coordinates.
  const key = new Map<number, number | Uint8Array>([
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, bytes(x)],
    [-3, bytes(y)],
  ]);
  return {
    credentialId: randomBytes(16).toString('base64url'),
    publicKey: Buffer.from(isoCBOR.encode(key)).toString('base64url'),
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }),
    userHandle,
    synced,
  };
}

function asUrl(base64: string) {
  return Buffer.from(base64, 'base64').toString('base64url');
}
