import { PASSWORD } from '@/server/testing/factories';
import { ATTEMPT, type Procedure, SIGN_UP } from './procedure';

/** Signing up, in and out. */
export const SIGN_IN: Record<string, Procedure> = {
  'auth.signUp': {
    who: 'anyone',
    statements: 5,
    audit: [],
    example: async () => ({
      actor: null,
      call: (api) =>
        api.auth.signUp({
          displayName: 'Al',
          email: 'al@example.test',
          password: PASSWORD,
          locale: 'en',
          timeZone: 'Europe/Paris',
        }),
    }),
  },
  'auth.resendVerification': {
    who: 'anyone',
    statements: 3,
    audit: [],
    example: async (given) => {
      const { cookie } = await given.signUp();
      return { actor: null, cookies: { [SIGN_UP]: cookie }, call: (api) => api.auth.resendVerification() };
    },
  },
  'auth.verifyEmail': {
    who: 'anyone',
    // The account is eight, the rest its proof, its audit entry and its ticket.
    statements: 15,
    audit: ['account.created'],
    example: async (given) => {
      const { token } = await given.signUp({ displayName: 'Al' });
      return { actor: null, call: (api) => api.auth.verifyEmail({ token, password: PASSWORD }) };
    },
  },
  'auth.signIn.start': {
    who: 'anyone',
    // The limit and the attempt in one.
    statements: 1,
    audit: [],
    example: async (given) => {
      const about = await given.user();
      return { actor: null, about, call: (api) => api.auth.signIn.start({ email: about.email }) };
    },
  },
  'auth.signIn.password': {
    who: 'anyone',
    // The attempt, both limits counted before the work and taken back after it, the ticket.
    statements: 4,
    audit: [],
    example: async (given) => {
      const about = await given.user();
      const cookies = { [ATTEMPT]: await given.attempt(about) };
      return { actor: null, about, cookies, call: (api) => api.auth.signIn.password({ password: PASSWORD }) };
    },
  },
  'auth.signOut': {
    who: 'anyone',
    // The session, its entry in the log, the audit entry.
    statements: 3,
    audit: ['session.ended'],
    example: async (given) => ({ actor: await given.user(), call: (api) => api.auth.signOut() }),
  },
};
