import type { Procedure } from './procedure';

/** The audit trail. */
export const AUDIT: Record<string, Procedure> = {
  'audit.list': {
    who: 'audit.view',
    statements: 2,
    audit: [],
    example: async (given) => ({
      actor: await given.holder('audit.view'),
      call: (api) => api.audit.list({ filter: { group: 'profile' } }),
    }),
  },
  'audit.context': {
    who: 'audit.view',
    statements: 5,
    audit: [],
    example: async (given) => {
      const actor = await given.holder('audit.view');
      const id = await given.auditEntry({ subjectId: actor.id });
      return { actor, call: (api) => api.audit.context({ id }) };
    },
  },
  'audit.export': {
    who: 'audit.view',
    confirmed: true,
    statements: 2,
    audit: [],
    example: async (given) => ({
      actor: await given.holder('audit.view'),
      call: (api) => api.audit.export({ format: 'csv' }),
    }),
  },
};
