import { codeOf } from '@/server/testing/codes-factories';
import { type Given, PASSWORD } from '@/server/testing/factories';
import { ATTEMPT, DEVICE, type Procedure } from './procedure';

/** Authenticator apps, recovery codes, trusted devices; the second step and "confirm it is you" by what is typed. */
export const CODES: Record<string, Procedure> = {
  'auth.totp.list': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => {
      const { actor } = await withApp(given);
      return { actor, call: (api) => api.auth.totp.list() };
    },
  },
  'auth.totp.begin': {
    who: 'confirmed',
    // The session and its proof; the limit, the lock and the session, how many there are, the one begun before, the new one.
    statements: 8,
    audit: [],
    example: async (given) => ({ actor: await given.user(), call: (api) => api.auth.totp.begin() }),
  },
  'auth.totp.confirm': {
    who: 'confirmed',
    // Session and proof; the lock, the app begun, how many there are, its use; failures, sign-ins and trust forgotten; what
    // they have now; log, trail and mail; a new token.
    statements: 14,
    audit: ['totp.added'],
    example: async (given) => {
      const actor = await given.user();
      const pending = await given.pendingTotp(actor);
      const wish = { id: pending.id, name: 'Phone' };
      return { actor, call: (api) => api.auth.totp.confirm({ ...wish, code: codeOf(pending) }) };
    },
  },
  'auth.totp.rename': {
    who: 'signed in',
    // Session, the app, the limit, its name, log and trail.
    statements: 6,
    audit: ['totp.renamed'],
    example: async (given) => {
      const { actor, app } = await withApp(given);
      return { actor, call: (api) => api.auth.totp.rename({ id: app.id, name: 'Old phone' }) };
    },
  },
  'auth.totp.remove': {
    who: 'confirmed',
    // The session; the limit, the lock and the session, what they have, the app; sign-ins and trust; log, trail and mail.
    statements: 11,
    audit: ['totp.removed'],
    example: async (given) => {
      const { actor, app } = await withApp(given);
      await given.totp(actor);
      return { actor, call: (api) => api.auth.totp.remove({ id: app.id }) };
    },
  },
  'auth.recoveryCodes.status': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => {
      const { actor } = await withCodes(given);
      return { actor, call: (api) => api.auth.recoveryCodes.status() };
    },
  },
  'auth.recoveryCodes.generate': {
    who: 'confirmed',
    // The session; the limit, the lock and the session, the second factor, old and new set; trust; log, trail and mail.
    statements: 11,
    audit: ['recoveryCodes.generated'],
    example: async (given) => {
      const { actor } = await withCodes(given);
      return { actor, call: (api) => api.auth.recoveryCodes.generate() };
    },
  },
  'auth.recoveryCodes.markSaved': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => {
      const { actor } = await withCodes(given);
      return { actor, call: (api) => api.auth.recoveryCodes.markSaved() };
    },
  },
  'auth.trustedDevices.list': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => {
      const actor = await given.user();
      const cookies = { [DEVICE]: (await given.trustedDevice(actor)).cookie };
      return { actor, cookies, call: (api) => api.auth.trustedDevices.list() };
    },
  },
  'auth.trustedDevices.revoke': {
    who: 'signed in',
    // The session; the lock, sign-ins under way, the browser; log and trail.
    statements: 6,
    audit: ['trustedDevice.removed'],
    example: async (given) => {
      const actor = await given.user();
      const { id } = await given.trustedDevice(actor);
      return { actor, call: (api) => api.auth.trustedDevices.revoke({ id }) };
    },
  },
  'auth.signIn.status': {
    who: 'anyone',
    statements: 2,
    audit: [],
    example: async (given) => {
      const { about, cookies } = await atSecondStep(given);
      return { actor: null, about, cookies, call: (api) => api.auth.signIn.status() };
    },
  },
  'auth.signIn.totp': {
    who: 'anyone',
    // The attempt, both limits; the apps, the step used; the ticket, the device, log and trail; both taken back.
    statements: 9,
    audit: ['trustedDevice.added'],
    example: async (given) => {
      const { about, cookies } = await atSecondStep(given);
      const app = await given.totp(about);
      return {
        actor: null,
        about,
        cookies,
        call: (api) => api.auth.signIn.totp({ code: codeOf(app), trustDevice: true }),
      };
    },
  },
  'auth.signIn.recoveryCode': {
    who: 'anyone',
    // The attempt, the limit; the set, the lock, the code used, how many are left; log, trail and mail; the ticket; the
    // limit taken back.
    statements: 11,
    audit: ['recoveryCode.used'],
    example: async (given) => {
      const { about, cookies } = await atSecondStep(given);
      const [code = ''] = await given.recoveryCodes(about);
      return { actor: null, about, cookies, call: (api) => api.auth.signIn.recoveryCode({ code }) };
    },
  },
  'auth.signIn.finish': {
    who: 'anyone',
    statements: 2,
    audit: [],
    example: async (given) => {
      const about = await given.user();
      const cookies = { [ATTEMPT]: await given.secondStep(about, { due: false }) };
      return { actor: null, about, cookies, call: (api) => api.auth.signIn.finish() };
    },
  },
  'auth.stepUp.status': {
    who: 'signed in',
    // The session, what its person has, whether its proof is enough.
    statements: 3,
    audit: [],
    example: async (given) => ({ actor: await given.user(), call: (api) => api.auth.stepUp.status() }),
  },
  'auth.stepUp.password': {
    who: 'signed in',
    // Session and methods, both limits, the hash, a new token, log and trail, both taken back.
    statements: 8,
    audit: ['identity.confirmed'],
    example: async (given) => ({
      actor: await given.user(),
      call: (api) => api.auth.stepUp.password({ password: PASSWORD }),
    }),
  },
  'auth.stepUp.totp': {
    who: 'signed in',
    // Session and methods, both limits, the apps, the step used, doubts ended, a new token, log and trail, both taken back.
    statements: 10,
    audit: ['identity.confirmed'],
    example: async (given) => {
      const { actor, app } = await withApp(given);
      return { actor, call: (api) => api.auth.stepUp.totp({ code: codeOf(app) }) };
    },
  },
  'auth.stepUp.recoveryCode': {
    who: 'signed in',
    // As with an app, but for one limit; and set, lock, what is left, and the notice with its mail.
    statements: 15,
    audit: ['recoveryCode.used', 'identity.confirmed'],
    example: async (given) => {
      const { actor, code } = await withCodes(given);
      return { actor, call: (api) => api.auth.stepUp.recoveryCode({ code }) };
    },
  },
  'auth.readiness': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => {
      const { actor } = await withCodes(given);
      return { actor, call: (api) => api.auth.readiness() };
    },
  },
  'auth.removalPreview': {
    who: 'signed in',
    // The session, what its person has, the passkey with the sessions it opened.
    statements: 3,
    audit: [],
    example: async (given) => {
      const user = await given.user();
      const passkey = await given.passkey(user);
      const actor = await given.passkeySession(user, { passkey });
      return { actor, call: (api) => api.auth.removalPreview({ factor: 'passkey', id: passkey.id }) };
    },
  },
};

/** Somebody with an authenticator app, who has just signed in with it. */
async function withApp(given: Given) {
  const user = await given.user();
  const app = await given.totp(user);
  return { actor: await given.twoFactorSession(user), app };
}

async function withCodes(given: Given) {
  const { actor } = await withApp(given);
  const [code = ''] = await given.recoveryCodes(actor);
  return { actor, code };
}

/** Somebody with an authenticator app whose password was right. */
async function atSecondStep(given: Given) {
  const about = await given.user();
  await given.totp(about);
  return { about, cookies: { [ATTEMPT]: await given.secondStep(about) } };
}
