import { Authenticator } from '@/server/testing/authenticator';
import type { Given } from '@/server/testing/factories';
import { ATTEMPT, type Procedure } from './procedure';

/** Passkeys: made, used, renamed, removed. */
export const PASSKEYS: Record<string, Procedure> = {
  'auth.passkeys.list': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => ({ actor: await withPasskey(given), call: (api) => api.auth.passkeys.list() }),
  },
  'auth.passkeys.registerOptions': {
    who: 'confirmed',
    // The session, whether its proof is enough, the limit, their passkeys, the challenge.
    statements: 5,
    audit: [],
    example: async (given) => ({
      actor: await given.user(),
      call: (api) => api.auth.passkeys.registerOptions({}),
    }),
  },
  'auth.passkeys.register': {
    who: 'confirmed',
    // Session, proof, challenge, lock, what they have, the passkey, sign-ins and trust; log, trail and mail; the new token.
    statements: 12,
    audit: ['passkey.added'],
    example: async (given) => {
      const actor = await given.user();
      const response = new Authenticator().create(await given.registrationOptions(actor));
      return { actor, call: (api) => api.auth.passkeys.register({ response }) };
    },
  },
  'auth.passkeys.rename': {
    who: 'signed in',
    statements: 6,
    audit: ['passkey.renamed'],
    example: async (given) => {
      const actor = await withPasskey(given);
      const wish = { id: actor.passkey, name: 'The blue one' };
      return { actor, call: (api) => api.auth.passkeys.rename(wish) };
    },
  },
  'auth.passkeys.remove': {
    who: 'confirmed',
    // Session, limit, lock and session, the passkey, what they have, sign-ins, its sessions, itself; trust, log, trail, mail.
    statements: 13,
    audit: ['passkey.removed'],
    example: async (given) => {
      const actor = await withPasskey(given);
      await given.passkey(actor);
      const removal = { id: actor.passkey, endSessions: true };
      return { actor, call: (api) => api.auth.passkeys.remove(removal) };
    },
  },
  'auth.passkeys.signUpOptions': {
    who: 'anyone',
    statements: 2,
    audit: [],
    example: async (given) => {
      const { token } = await given.passkeySignUp();
      return { actor: null, call: (api) => api.auth.passkeys.signUpOptions({ token }) };
    },
  },
  'auth.passkeys.offer': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => ({ actor: await given.user(), call: (api) => api.auth.passkeys.offer() }),
  },
  'auth.passkeys.dismissOffer': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => ({
      actor: await given.user(),
      call: (api) => api.auth.passkeys.dismissOffer(),
    }),
  },
  'auth.signIn.passkeyOptions': {
    who: 'anyone',
    // The attempt, the challenge.
    statements: 2,
    audit: [],
    example: async () => ({ actor: null, call: (api) => api.auth.signIn.passkeyOptions({}) }),
  },
  'auth.signIn.passkey': {
    who: 'anyone',
    // The attempt, the challenge, the passkey, its use, the ticket. No limit is asked: the owner always gets in.
    statements: 5,
    audit: [],
    example: async (given) => {
      const about = await given.user();
      const { authenticator } = await given.passkey(about);
      const { options, cookie } = await given.signInOptions();
      const response = authenticator.get(options);
      const cookies = { [ATTEMPT]: cookie };
      return { actor: null, about, cookies, call: (api) => api.auth.signIn.passkey({ response }) };
    },
  },
  'auth.stepUp.passkeyOptions': {
    who: 'signed in',
    statements: 3,
    audit: [],
    example: async (given) => ({
      actor: await withPasskey(given),
      call: (api) => api.auth.stepUp.passkeyOptions(),
    }),
  },
  'auth.stepUp.passkey': {
    who: 'signed in',
    // Session, challenge, passkey, its use, doubts ended, the new token, log and trail.
    statements: 8,
    audit: ['identity.confirmed'],
    example: async (given) => {
      const actor = await given.user();
      const { authenticator } = await given.passkey(actor);
      const response = authenticator.get(await given.stepUpOptions(actor));
      return { actor, call: (api) => api.auth.stepUp.passkey({ response }) };
    },
  },
};

/** Somebody whose session their passkey has opened. */
async function withPasskey(given: Given) {
  const user = await given.user();
  const passkey = await given.passkey(user);
  return { ...(await given.passkeySession(user, { passkey })), passkey: passkey.id };
}
