import type { Given } from '@/server/testing/factories';
import type { Procedure } from './procedure';

/** Somebody who gives, somebody who receives, and somebody whom it is about. */
async function three(given: Given) {
  const actor = await given.holder('roles.assign', 'person.note', 'person.view');
  const [receiver, object] = [await given.user(), await given.user()];
  const line = { principalId: receiver.id, permission: 'person.note' as const, objectId: object.id };
  const lines = {
    principalIds: [receiver.id],
    on: { type: 'person' as const, objectIds: [object.id], permissions: ['person.note' as const] },
  };
  return { actor, receiver, object, line, lines };
}

/** Permissions on single objects, and those that single people hold everywhere. */
export const GRANTS: Record<string, Procedure> = {
  'roles.grants.of': {
    who: 'roles.assign',
    statements: 2,
    audit: [],
    example: async (given) => {
      const { actor, line } = await three(given);
      await given.grant(line);
      return { actor, call: (api) => api.roles.grants.of({ principalId: line.principalId }) };
    },
  },
  'roles.grants.holders': {
    who: 'roles.assign',
    statements: 2,
    audit: [],
    example: async (given) => {
      const { actor, line } = await three(given);
      await given.grant(line);
      const object = { type: 'person' as const, id: line.objectId };
      return { actor, call: (api) => api.roles.grants.holders({ object }) };
    },
  },
  'roles.grants.shared': {
    who: 'roles.assign',
    statements: 2,
    audit: [],
    example: async (given) => {
      const { actor, line } = await three(given);
      await given.grant({ ...line, principalId: await given.customRole() });
      const object = { type: 'person' as const, id: line.objectId };
      return { actor, call: (api) => api.roles.grants.shared({ object }) };
    },
  },
  'roles.grants.denials': {
    who: 'roles.assign',
    // Session, denials, what they are called by.
    statements: 3,
    audit: [],
    example: async (given) => {
      const { actor, line } = await three(given);
      await given.deny(line);
      return { actor, call: (api) => api.roles.grants.denials({ of: 'object', id: line.objectId }) };
    },
  },
  'roles.grants.search': {
    who: 'roles.assign',
    statements: 3,
    audit: [],
    example: async (given) => {
      const { actor, receiver } = await three(given);
      const kinds = ['person' as const, 'role' as const, 'group' as const, 'client' as const];
      return { actor, call: (api) => api.roles.grants.search({ text: receiver.handle, kinds }) };
    },
  },
  'roles.grants.give': {
    who: 'roles.assign',
    confirmed: true,
    // Session, proof; people, principals and objects locked; is it theirs, is anybody above; what was, what is, the trail; four
    // that end what the receiver is signed in with.
    statements: 15,
    audit: ['grant.added'],
    example: async (given) => {
      const { actor, lines } = await three(given);
      return {
        actor,
        call: (api) => api.roles.grants.give({ ...lines, expiresAt: null, reason: 'Holidays' }),
      };
    },
  },
  'roles.grants.take': {
    who: 'roles.assign',
    confirmed: true,
    statements: 9,
    audit: ['grant.removed'],
    example: async (given) => {
      const { actor, lines, line } = await three(given);
      await given.grant(line);
      return { actor, call: (api) => api.roles.grants.take(lines) };
    },
  },
  'roles.grants.deny': {
    who: 'roles.assign',
    confirmed: true,
    statements: 9,
    audit: ['deny.added'],
    example: async (given) => {
      const { actor, lines } = await three(given);
      return { actor, call: (api) => api.roles.grants.deny({ ...lines, reason: 'Related' }) };
    },
  },
  'roles.grants.allow': {
    who: 'roles.assign',
    confirmed: true,
    statements: 14,
    audit: ['deny.removed'],
    example: async (given) => {
      const { actor, lines, line } = await three(given);
      await given.deny(line);
      return { actor, call: (api) => api.roles.grants.allow(lines) };
    },
  },
  'roles.permissions.of': {
    who: 'roles.assign',
    statements: 2,
    audit: [],
    example: async (given) => {
      const { actor, receiver } = await three(given);
      await given.permission({ principalId: receiver.id, permission: 'person.note' });
      return { actor, call: (api) => api.roles.permissions.of({ personId: receiver.id }) };
    },
  },
  'roles.permissions.give': {
    who: 'roles.assign',
    confirmed: true,
    statements: 13,
    audit: ['permission.given'],
    example: async (given) => {
      const { actor, receiver } = await three(given);
      const wish = {
        personId: receiver.id,
        permissions: ['person.note' as const],
        expiresAt: null,
        reason: '',
      };
      return { actor, call: (api) => api.roles.permissions.give(wish) };
    },
  },
  'roles.permissions.take': {
    who: 'roles.assign',
    confirmed: true,
    statements: 6,
    audit: ['permission.taken'],
    example: async (given) => {
      const { actor, receiver } = await three(given);
      await given.permission({ principalId: receiver.id, permission: 'person.note' });
      const wish = { personId: receiver.id, permissions: ['person.note' as const] };
      return { actor, call: (api) => api.roles.permissions.take(wish) };
    },
  },
  'roles.explain': {
    who: 'roles.assign',
    // Session, names, facts.
    statements: 3,
    audit: [],
    example: async (given) => {
      const { actor, line } = await three(given);
      await given.grant(line);
      const about = { type: 'person' as const, permission: line.permission, objectId: line.objectId };
      return { actor, call: (api) => api.roles.explain({ personId: line.principalId, about }) };
    },
  },
};
