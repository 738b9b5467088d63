import type { Procedure } from './procedure';

/** Where a person is signed in. */
export const SESSIONS: Record<string, Procedure> = {
  'auth.sessions.list': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => {
      const actor = await given.user();
      await given.signedIn(actor, { marks: ['newBrowser'] });
      return { actor, call: (api) => api.auth.sessions.list() };
    },
  },
  'auth.sessions.revoke': {
    who: 'signed in',
    // Session, lock and session again, the one that ends, log and trail.
    statements: 6,
    audit: ['session.ended'],
    example: async (given) => {
      const actor = await given.user();
      const { sessionId: id } = await given.signedIn(actor);
      return { actor, call: (api) => api.auth.sessions.revoke({ id }) };
    },
  },
  'auth.sessions.revokeOthers': {
    who: 'signed in',
    statements: 6,
    audit: ['session.othersEnded'],
    example: async (given) => {
      const actor = await given.user();
      await given.signedIn(actor);
      return { actor, call: (api) => api.auth.sessions.revokeOthers() };
    },
  },
  'auth.sessions.reportUnknown': {
    who: 'signed in',
    // Session, lock and session again, the one reported; links, address, attempts, trust, sessions, browsers; log and trail.
    statements: 12,
    audit: ['account.reportedUnknown'],
    example: async (given) => {
      const actor = await given.user();
      const { sessionId: id } = await given.signedIn(actor);
      return { actor, call: (api) => api.auth.sessions.reportUnknown({ id }) };
    },
  },
};
