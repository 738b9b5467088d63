import { v7 as uuid } from 'uuid';
import type { Given } from '@/server/testing/factories';
import type { Procedure } from './procedure';

/** A group with somebody of each standing in it, and somebody who is not. */
async function four(given: Given) {
  const [owner, manager, member, other] = [
    await given.user(),
    await given.user(),
    await given.user(),
    await given.user(),
  ];
  const groupId = await given.group({ owners: [owner], managers: [manager], members: [member] });
  return { owner, manager, member, other, groupId };
}

const VALUES = { name: 'Walruses', description: '', visibility: 'members', joining: 'open' } as const;

/** Groups and who is in them. */
export const GROUPS: Record<string, Procedure> = {
  'groups.mine': {
    who: 'signed in',
    statements: 3,
    audit: [],
    example: async (given) => {
      const { member } = await four(given);
      return { actor: member, call: (api) => api.groups.mine({}) };
    },
  },
  'groups.get': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => {
      const { member, groupId } = await four(given);
      return { actor: member, call: (api) => api.groups.get({ groupId }) };
    },
  },
  'groups.members': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => {
      const { member, groupId } = await four(given);
      return { actor: member, call: (api) => api.groups.members({ groupId }) };
    },
  },
  'groups.list': {
    who: 'group.view',
    fromReplica: true,
    statements: 2,
    audit: [],
    example: async (given) => {
      await four(given);
      return { actor: await given.holder('group.view'), call: (api) => api.groups.list({ text: 'group' }) };
    },
  },
  'groups.create': {
    who: 'groups.create',
    // Session, limit, id, group, person, place, trail.
    statements: 7,
    audit: ['group.created'],
    example: async (given) => ({
      actor: await given.holder('groups.create'),
      call: (api) => api.groups.create({ groupId: uuid(), ...VALUES }),
    }),
  },
  'groups.update': {
    who: 'signed in',
    // Session, limit, group, person, what they may, write, trail.
    statements: 7,
    audit: ['group.updated'],
    example: async (given) => {
      const { owner, groupId } = await four(given);
      return { actor: owner, call: (api) => api.groups.update({ groupId, name: 'Walruses' }) };
    },
  },
  'groups.remove': {
    who: 'signed in',
    // Session, group, person, what they may, mark, invitations, members, trail.
    statements: 8,
    audit: ['group.removed'],
    example: async (given) => {
      const { owner, groupId } = await four(given);
      return { actor: owner, call: (api) => api.groups.remove({ groupId }) };
    },
  },
  'groups.invite': {
    who: 'signed in',
    // Session, limit, whom, group, people, what they may, what is between them, open?, in it?, both gifts, invitation, trail, mail.
    statements: 13,
    audit: ['group.invited'],
    example: async (given) => {
      const { manager, other, groupId } = await four(given);
      return { actor: manager, call: (api) => api.groups.invite({ groupId, handle: other.handle }) };
    },
  },
  'groups.invitations.list': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => {
      const { manager, other, groupId } = await four(given);
      await given.groupInvitation(groupId, other, manager);
      return { actor: manager, call: (api) => api.groups.invitations.list({ groupId }) };
    },
  },
  'groups.invitations.withdraw': {
    who: 'signed in',
    // Session, group, people, what they may, invitation, trail, what was told of it.
    statements: 7,
    audit: ['group.invitationWithdrawn'],
    example: async (given) => {
      const { manager, other, groupId } = await four(given);
      await given.groupInvitation(groupId, other, manager);
      const call = { groupId, personId: other.id };
      return { actor: manager, call: (api) => api.groups.invitations.withdraw(call) };
    },
  },
  'groups.invitations.accept': {
    who: 'signed in',
    // Session, group, invitation, people, in it?, what the other may, both gifts, power?, place, invitation, trail, what was
    // told of it.
    statements: 13,
    audit: ['group.joined'],
    example: async (given) => {
      const { owner, other, groupId } = await four(given);
      await given.groupInvitation(groupId, other, owner, { standing: 'manager' });
      return { actor: other, call: (api) => api.groups.invitations.accept({ groupId }) };
    },
  },
  'groups.invitations.decline': {
    who: 'signed in',
    statements: 6,
    audit: ['group.invitationDeclined'],
    example: async (given) => {
      const { owner, other, groupId } = await four(given);
      await given.groupInvitation(groupId, other, owner);
      return { actor: other, call: (api) => api.groups.invitations.decline({ groupId }) };
    },
  },
  'groups.join': {
    who: 'signed in',
    // Session, limit, group, open?, person, what they may, what it gives, place, invitation, trail.
    statements: 10,
    audit: ['group.joined'],
    example: async (given) => {
      const groupId = await given.group({ owners: [await given.user()] }, { joining: 'open' });
      return { actor: await given.user(), call: (api) => api.groups.join({ groupId }) };
    },
  },
  'groups.requests.withdraw': {
    who: 'signed in',
    statements: 7,
    audit: ['group.invitationWithdrawn'],
    example: async (given) => {
      const { other, groupId } = await four(given);
      await given.groupInvitation(groupId, other, null);
      return { actor: other, call: (api) => api.groups.requests.withdraw({ groupId }) };
    },
  },
  'groups.requests.admit': {
    who: 'signed in',
    // Session, group, people, what they may, in it?, question, gift, power?, place, question, trail; what the
    // others were told is read, who asked is told.
    statements: 14,
    audit: ['group.memberAdded'],
    example: async (given) => {
      const { manager, other, groupId } = await four(given);
      await given.groupInvitation(groupId, other, null);
      const call = { groupId, personId: other.id };
      return { actor: manager, call: (api) => api.groups.requests.admit(call) };
    },
  },
  'groups.requests.refuse': {
    who: 'signed in',
    statements: 8,
    audit: ['group.invitationDeclined'],
    example: async (given) => {
      const { manager, other, groupId } = await four(given);
      await given.groupInvitation(groupId, other, null);
      const call = { groupId, personId: other.id };
      return { actor: manager, call: (api) => api.groups.requests.refuse(call) };
    },
  },
  'groups.leave': {
    who: 'signed in',
    // Session, group, person, place, others?, place, trail.
    statements: 7,
    audit: ['group.left'],
    example: async (given) => {
      const { member, groupId } = await four(given);
      return { actor: member, call: (api) => api.groups.leave({ groupId }) };
    },
  },
  'groups.removeMember': {
    who: 'signed in',
    // Session, group, people, what they may, place, place, trail.
    statements: 7,
    audit: ['group.memberRemoved'],
    example: async (given) => {
      const { manager, member, groupId } = await four(given);
      const call = { groupId, personId: member.id };
      return { actor: manager, call: (api) => api.groups.removeMember(call) };
    },
  },
  'groups.setStanding': {
    who: 'signed in',
    // Session, group, people, what they may, place, gift, place, trail.
    statements: 8,
    audit: ['group.memberChanged'],
    example: async (given) => {
      const { owner, member, groupId } = await four(given);
      const call = { groupId, personId: member.id, standing: 'owner' } as const;
      return { actor: owner, call: (api) => api.groups.setStanding(call) };
    },
  },
};
