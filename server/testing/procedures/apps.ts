import type { Procedure } from './procedure';

/** The apps that may act for a person. */
export const APPS: Record<string, Procedure> = {
  'apps.list': {
    who: 'signed in',
    // The session, the apps with where they are signed in, tokens that were used twice.
    statements: 3,
    audit: [],
    example: async (given) => {
      const actor = await given.user();
      await given.appSession(actor);
      return { actor, call: (api) => api.apps.list() };
    },
  },
  'apps.revoke': {
    who: 'signed in',
    // Session, lock and session again, the app, all of it, log and trail.
    statements: 7,
    audit: ['app.revoked'],
    example: async (given) => {
      const actor = await given.user();
      const { client } = await given.appSession(actor);
      return { actor, call: (api) => api.apps.revoke({ clientId: client.id }) };
    },
  },
};
