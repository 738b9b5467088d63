import { v7 as uuid } from 'uuid';
import type { Given } from '@/server/testing/factories';
import type { Procedure } from './procedure';

/** Two who may purge people, and somebody whom it is about. */
async function two(given: Given) {
  const held = ['roles.assign', 'person.purge'] as const;
  return {
    asker: await given.holder(...held),
    actor: await given.holder(...held),
    person: await given.user(),
  };
}

/** What two administrators decide together. */
export const APPROVALS: Record<string, Procedure> = {
  'moderation.approvals.list': {
    who: 'roles.assign',
    statements: 2,
    audit: [],
    example: async (given) => ({
      actor: await given.holder('roles.assign'),
      call: (api) => api.moderation.approvals.list({}),
    }),
  },
  'moderation.approvals.ask': {
    who: 'roles.assign',
    confirmed: true,
    // Session, proof, whom; both people locked, who else there is, above?, may purge?, what is over, the row; the trail, a mail.
    statements: 11,
    audit: ['approval.asked'],
    example: async (given) => {
      const { actor, person } = await two(given);
      return {
        actor,
        call: (api) =>
          api.moderation.approvals.ask({
            kind: 'purge',
            id: uuid(),
            person: person.handle,
            reason: 'A made-up account',
          }),
      };
    },
  },
  'moderation.approvals.agree': {
    who: 'roles.assign',
    confirmed: true,
    statements: 26,
    audit: ['approval.decided', 'account.deletionScheduled'],
    example: async (given) => {
      const { asker, actor, person } = await two(given);
      const id = await given.approval(person, asker);
      return { actor, call: (api) => api.moderation.approvals.agree({ id }) };
    },
  },
  'moderation.approvals.decline': {
    who: 'roles.assign',
    // Session, what it is, held, written, trail; who else was told, and that it is read.
    statements: 7,
    audit: ['approval.decided'],
    example: async (given) => {
      const id = await given.approval(await given.user(), await given.user());
      return {
        actor: await given.holder('roles.assign'),
        call: (api) => api.moderation.approvals.decline({ id }),
      };
    },
  },
  'moderation.approvals.withdraw': {
    who: 'roles.assign',
    // Session, what it is, held, written, trail; who else was told, and that it is read.
    statements: 7,
    audit: ['approval.decided'],
    example: async (given) => {
      const actor = await given.holder('roles.assign');
      const id = await given.approval(await given.user(), actor);
      return { actor, call: (api) => api.moderation.approvals.withdraw({ id }) };
    },
  },
};
