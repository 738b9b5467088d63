import type { Procedure } from './procedure';

/** The audit trail. */
export const AUDIT: Record<string, Procedure> = {
  'audit.list': {
    who: 'audit.view',
    fromReplica: true,
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
  'audit.undo': {
    who: 'audit.view',
    confirmed: true,
    // Session, proof, lock, entry, what it undid; role locked, what it gives, both locked, above?, taken; trail, which entry is
    // undone; by which.
    statements: 13,
    audit: ['role.revoked'],
    example: async (given) => {
      const actor = await given.holder('audit.view', 'roles.assign', 'jobs.view');
      const person = await given.user();
      const roleId = await given.customRole({}, ['jobs.view']);
      await given.membership({ userId: person.id, principalId: roleId });
      const after = { role: 'Night shift', roleId, expiresAt: null };
      const id = await given.auditEntry({ kind: 'role.granted', subjectId: person.id, after });
      return { actor, call: (api) => api.audit.undo({ id }) };
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
