import type { Procedure } from './procedure';

/** Who sees what, and search. */
export const PRIVACY: Record<string, Procedure> = {
  'profile.byHandle': {
    who: 'anyone',
    statements: 1,
    audit: [],
    example: async (given) => {
      const about = await given.user();
      return { actor: null, about, call: (api) => api.profile.byHandle({ handle: about.handle }) };
    },
  },
  'profile.search': {
    who: 'signed in',
    fromReplica: true,
    // The session, the limit, the page.
    statements: 3,
    audit: [],
    example: async (given) => ({
      actor: await given.user(),
      call: (api) => api.profile.search({ query: 'al' }),
    }),
  },
  'privacy.get': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => ({ actor: await given.user(), call: (api) => api.privacy.get() }),
  },
  'privacy.update': {
    who: 'signed in',
    // The session, the lock, whether it lives still, the old settings, the new ones, the audit entry.
    statements: 6,
    audit: ['privacy.updated'],
    example: async (given) => ({
      actor: await given.user(),
      call: (api) => api.privacy.update({ bio: 'contacts', searchable: false }),
    }),
  },
  'privacy.preview': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => {
      const [actor, other] = [await given.user(), await given.user()];
      return {
        actor,
        call: (api) =>
          api.privacy.preview({
            as: { kind: 'person', handle: other.handle },
            changes: { email: 'everyone' },
          }),
      };
    },
  },
};
