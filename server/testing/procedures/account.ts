import { PASSWORD } from '@/server/testing/factories';
import type { Procedure } from './procedure';

const ANOTHER_PASSWORD = 'nine herons wade past the mill';

/** Password, address, security log. */
export const ACCOUNT: Record<string, Procedure> = {
  'auth.password.requestReset': {
    who: 'anyone',
    // Two limits, whether there is an account, the link, the log, the mail.
    statements: 6,
    audit: [],
    example: async (given) => {
      const about = await given.user();
      return {
        actor: null,
        about,
        call: (api) => api.auth.password.requestReset({ email: about.email, locale: 'en' }),
      };
    },
  },
  'auth.password.reset': {
    who: 'anyone',
    // The link; the lock, the links used up, the password, its failures; attempts, trust and sessions; the event.
    statements: 11,
    audit: ['password.reset'],
    example: async (given) => {
      const about = await given.user();
      const { token } = await given.reset(about);
      return {
        actor: null,
        about,
        call: (api) => api.auth.password.reset({ token, password: ANOTHER_PASSWORD }),
      };
    },
  },
  'auth.password.change': {
    who: 'confirmed',
    // Session and factors; the password with two limits, counted and taken back; the rest as with a link, and a new token.
    statements: 16,
    audit: ['password.changed'],
    example: async (given) => ({
      actor: await given.user(),
      call: (api) => api.auth.password.change({ current: PASSWORD, password: ANOTHER_PASSWORD }),
    }),
  },
  'auth.password.set': {
    who: 'confirmed',
    statements: 11,
    audit: ['password.added'],
    example: async (given) => {
      const person = await given.withoutPassword(await given.user());
      const passkey = await given.passkey(person);
      return {
        actor: await given.passkeySession(person, { passkey }),
        call: (api) => api.auth.password.set({ password: ANOTHER_PASSWORD }),
      };
    },
  },
  'auth.password.remove': {
    who: 'confirmed',
    statements: 11,
    audit: ['password.removed'],
    example: async (given) => {
      const person = await given.user();
      const passkey = await given.passkey(person);
      await given.passkey(person);
      return {
        actor: await given.passkeySession(person, { passkey }),
        call: (api) => api.auth.password.remove(),
      };
    },
  },
  'auth.events.list': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => {
      const actor = await given.user();
      await given.event(actor);
      return { actor, call: (api) => api.auth.events.list({ group: 'factors' }) };
    },
  },
  'auth.notMe': {
    who: 'anyone',
    // The event; the lock, whether it was said before; links, address and browsers; attempts, trust and sessions; the event.
    statements: 11,
    audit: ['account.reportedUnknown'],
    example: async (given) => {
      const about = await given.user();
      const { token } = await given.event(about);
      return { actor: null, about, call: (api) => api.auth.notMe({ token }) };
    },
  },
  'profile.changeEmail.pending': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => {
      const actor = await given.user();
      await given.emailChange(actor);
      return { actor, call: (api) => api.profile.changeEmail.pending() };
    },
  },
  'profile.changeEmail.request': {
    who: 'confirmed',
    // Session and factors; the limit, the lock and the session, the open change, the new one; the event and the mail.
    statements: 10,
    audit: ['email.changeRequested'],
    example: async (given) => ({
      actor: await given.user(),
      call: (api) => api.profile.changeEmail.request({ email: 'al-anew@example.test' }),
    }),
  },
  'profile.changeEmail.cancel': {
    who: 'signed in',
    statements: 5,
    audit: ['email.changeCancelled'],
    example: async (given) => {
      const actor = await given.user();
      await given.emailChange(actor);
      return { actor, call: (api) => api.profile.changeEmail.cancel() };
    },
  },
  'profile.changeEmail.approve': {
    who: 'anyone',
    statements: 8,
    audit: ['email.changeApproved'],
    example: async (given) => {
      const about = await given.user();
      const { approve: token } = await given.emailChange(about);
      return { actor: null, about, call: (api) => api.profile.changeEmail.approve({ token }) };
    },
  },
  'profile.changeEmail.confirm': {
    who: 'anyone',
    // The change; the lock, suspended?, its use, links for a password; the address, whose it is, its failures; the event and two mails.
    statements: 12,
    audit: ['email.changed'],
    example: async (given) => {
      const about = await given.user();
      const { confirm: token } = await given.emailChange(about, { stage: 'approved' });
      return { actor: null, about, call: (api) => api.profile.changeEmail.confirm({ token }) };
    },
  },
  'profile.changeEmail.undo': {
    who: 'anyone',
    // As with the confirmation, and what is under way, browsers, attempts, trust and sessions.
    statements: 15,
    audit: ['email.changeUndone'],
    example: async (given) => {
      const about = await given.user();
      const { undo: token } = await given.emailChange(about, { stage: 'confirmed' });
      return { actor: null, about, call: (api) => api.profile.changeEmail.undo({ token }) };
    },
  },
};
