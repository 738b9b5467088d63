import { v7 as uuid } from 'uuid';
import type { Given } from '@/server/testing/factories';
import type { Procedure } from './procedure';

const HELD = ['jobs.view', 'person.note'] as const;

/** A role of what its editor may do, with somebody in it. */
async function heldRole(given: Given) {
  const [roleId, holder] = [await given.customRole({}, ['jobs.view']), await given.user()];
  await given.membership({ userId: holder.id, principalId: roleId });
  return { roleId, holder };
}

/** Roles and the permissions that they give. */
export const ROLES: Record<string, Procedure> = {
  'roles.catalogue': {
    who: 'dashboard.view',
    statements: 1,
    audit: [],
    example: async (given) => ({
      actor: await given.holder('dashboard.view'),
      call: (api) => api.roles.catalogue(),
    }),
  },
  'roles.list': {
    who: 'dashboard.view',
    statements: 2,
    audit: [],
    example: async (given) => ({
      actor: await given.holder('dashboard.view'),
      call: (api) => api.roles.list(),
    }),
  },
  'roles.get': {
    who: 'roles.assign',
    statements: 2,
    audit: [],
    example: async (given) => {
      const { roleId } = await heldRole(given);
      return { actor: await given.holder('roles.assign'), call: (api) => api.roles.get({ roleId }) };
    },
  },
  'roles.dryRun': {
    who: 'roles.edit',
    statements: 3,
    audit: [],
    example: async (given) => {
      const { roleId } = await heldRole(given);
      const permissions = ['person.note'];
      return {
        actor: await given.holder('roles.edit'),
        call: (api) => api.roles.dryRun({ roleId, permissions }),
      };
    },
  },
  'roles.create': {
    who: 'roles.edit',
    confirmed: true,
    // Session, proof; the actor, the principal, whether it is theirs to give, the name, the role, what it gives; the trail.
    statements: 9,
    audit: ['role.created'],
    example: async (given) => {
      const roleId = uuid();
      const values = { name: `Helpers ${roleId.slice(-12)}`, description: '', color: 'blue' as const };
      return {
        actor: await given.holder('roles.edit', ...HELD),
        call: (api) => api.roles.create({ roleId, ...values, permissions: ['jobs.view'] }),
      };
    },
  },
  'roles.update': {
    who: 'roles.edit',
    confirmed: true,
    statements: 16,
    audit: ['role.updated'],
    example: async (given) => {
      const { roleId } = await heldRole(given);
      const changes = { description: 'Other people', permissions: ['person.note'] };
      return {
        actor: await given.holder('roles.edit', ...HELD),
        call: (api) => api.roles.update({ roleId, version: 1, ...changes }),
      };
    },
  },
  'roles.remove': {
    who: 'roles.edit',
    confirmed: true,
    statements: 11,
    audit: ['role.removed'],
    example: async (given) => {
      const { roleId } = await heldRole(given);
      return {
        actor: await given.holder('roles.edit', ...HELD),
        call: (api) => api.roles.remove({ roleId, version: 1 }),
      };
    },
  },
  'roles.assign': {
    who: 'roles.assign',
    confirmed: true,
    statements: 13,
    audit: ['role.granted'],
    example: async (given) => {
      const [{ roleId }, { handle }] = [await heldRole(given), await given.user()];
      return {
        actor: await given.holder('roles.assign', ...HELD),
        call: (api) => api.roles.assign({ roleId, person: handle, expiresAt: null, reason: 'On call' }),
      };
    },
  },
  'roles.unassign': {
    who: 'roles.assign',
    confirmed: true,
    statements: 9,
    audit: ['role.revoked'],
    example: async (given) => {
      const { roleId, holder } = await heldRole(given);
      return {
        actor: await given.holder('roles.assign', ...HELD),
        call: (api) => api.roles.unassign({ roleId, person: holder.id }),
      };
    },
  },
};
