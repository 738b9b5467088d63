import type { Procedure } from './procedure';

/** The profile, and changing one’s address. */
export const PROFILE: Record<string, Procedure> = {
  'profile.me': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => ({ actor: await given.user(), call: (api) => api.profile.me() }),
  },
  'profile.update': {
    who: 'signed in',
    // The session, the limit, the lock, the old values, person and profile, the audit entry.
    statements: 7,
    audit: ['profile.updated'],
    example: async (given) => ({
      actor: await given.user(),
      call: (api) => api.profile.update({ displayName: 'Al', locale: 'fr' }),
    }),
  },
};
