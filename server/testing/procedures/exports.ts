import type { Procedure } from './procedure';

/** Copies of everything. */
export const EXPORTS: Record<string, Procedure> = {
  'account.export.request': {
    who: 'confirmed',
    // The session, whether there is a second factor, the lock and the session again, the exports there are, the new one, its
    // job, the audit entry.
    statements: 8,
    audit: ['export.requested'],
    example: async (given) => ({
      actor: await given.user(),
      call: (api) => api.account.export.request(),
    }),
  },
  'account.export.status': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => ({
      actor: await given.user(),
      call: (api) => api.account.export.status(),
    }),
  },
};
