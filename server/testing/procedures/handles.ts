import type { Procedure } from './procedure';

/** Handles. */
export const HANDLES: Record<string, Procedure> = {
  'profile.handles': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => ({ actor: await given.user(), call: (api) => api.profile.handles() }),
  },
  'profile.handleAvailability': {
    who: 'signed in',
    // The session, the limit, profiles and held handles.
    statements: 3,
    audit: [],
    example: async (given) => ({
      actor: await given.user(),
      call: (api) => api.profile.handleAvailability({ handle: 'al-3' }),
    }),
  },
  'profile.changeHandle': {
    who: 'signed in',
    // The session, the limit, the lock and the session again, the handles as they are, the lock of both, the new one, what is held,
    // the hold of the new one ended, the old one held, the audit entry.
    statements: 11,
    audit: ['profile.handleChanged'],
    example: async (given) => ({
      actor: await given.user(),
      call: (api) => api.profile.changeHandle({ handle: 'al-free' }),
    }),
  },
};
