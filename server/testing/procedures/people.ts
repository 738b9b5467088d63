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
