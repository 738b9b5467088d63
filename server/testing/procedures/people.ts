import type { Procedure } from './procedure';

/** People as staff see them. */
export const PEOPLE: Record<string, Procedure> = {
  'moderation.users.list': {
    who: 'person.view',
    statements: 2,
    audit: [],
    example: async (given) => {
      const [actor, subject] = [await given.holder('person.view'), await given.user()];
      return { actor, call: (api) => api.moderation.users.list({ text: subject.handle }) };
    },
  },
  'moderation.users.places': {
    who: 'person.view',
    statements: 3,
    audit: [],
    example: async (given) => ({
      actor: await given.holder('person.view'),
      call: (api) => api.moderation.users.places(),
    }),
  },
  'moderation.users.export': {
    who: 'person.view',
    confirmed: true,
    statements: 2,
    audit: [],
    example: async (given) => ({
      actor: await given.holder('person.view'),
      call: (api) => api.moderation.users.export({ state: 'suspended' }),
    }),
  },
  'moderation.users.get': {
    who: 'person.view',
    // Session, person, trail; roles and groups, sanctions, cases, sessions, factors, security log.
    statements: 9,
    audit: ['person.viewedByStaff'],
    example: async (given) => {
      const [actor, subject] = [await given.holder('person.view'), await given.user()];
      return { actor, call: (api) => api.moderation.users.get({ handle: subject.handle }) };
    },
  },
  'moderation.users.resetFactors': {
    who: 'person.resetFactors',
    confirmed: true,
    // Session, proof, person locked, above?, apps, codes, passkeys held, sign-ins, passkeys, trust, sessions, event, trail, mail.
    statements: 14,
    audit: ['factors.reset'],
    example: async (given) => {
      const [actor, subject] = [await given.holder('person.resetFactors'), await given.user()];
      await given.totp(subject);
      return { actor, call: (api) => api.moderation.users.resetFactors({ id: subject.id }) };
    },
  },
  'moderation.views.list': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => ({
      actor: await given.user(),
      call: (api) => api.moderation.views.list({ page: 'users' }),
    }),
  },
  'moderation.views.save': {
    who: 'signed in',
    // Session, person locked, how many there are, written.
    statements: 4,
    audit: [],
    example: async (given) => ({
      actor: await given.user(),
      call: (api) => api.moderation.views.save({ page: 'reports', name: 'New ones', query: 'sort=newest' }),
    }),
  },
  'moderation.views.rename': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => {
      const actor = await given.user();
      const id = await given.view(actor);
      return { actor, call: (api) => api.moderation.views.rename({ id, name: 'Another name' }) };
    },
  },
  'moderation.views.remove': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => {
      const actor = await given.user();
      const id = await given.view(actor);
      return { actor, call: (api) => api.moderation.views.remove({ id }) };
    },
  },
  'moderation.users.endSessions': {
    who: 'person.endSessions',
    // Session, person locked, above?, sign-ins, sessions, trail.
    statements: 6,
    audit: ['sessions.revoked'],
    example: async (given) => {
      const [actor, subject] = [await given.holder('person.endSessions'), await given.user()];
      return { actor, call: (api) => api.moderation.users.endSessions({ ids: [subject.id] }) };
    },
  },
};
