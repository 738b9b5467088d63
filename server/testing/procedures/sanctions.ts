import { v7 as uuid } from 'uuid';
import type { Given } from '@/server/testing/factories';
import type { Procedure } from './procedure';

/** A moderator who may do everything about people, and a case about somebody. */
async function caseToActOn(given: Given) {
  const actor = await given.holder(
    'report.handle',
    'person.warn',
    'person.hide',
    'person.limit',
    'person.suspend',
  );
  const subject = await given.user();
  return { actor, subject, caseId: await given.case(subject) };
}

/** A moderator who hides groups, and a case about one of two owners. */
async function groupToHide(given: Given, wish: { hiddenAt?: Date } = {}) {
  const actor = await given.holder('report.handle', 'report.hideGroup');
  const owners = [await given.user(), await given.user({ locale: 'fr' })];
  const groupId = await given.group({ owners }, wish);
  return { actor, groupId, caseId: await given.groupCase(groupId) };
}

/** What moderators do, appeals, and what two decide together. */
export const SANCTIONS: Record<string, Procedure> = {
  'moderation.sanctions.start': {
    who: 'report.handle',
    // Session, case, above?, one for each kind.
    statements: 7,
    audit: [],
    example: async (given) => {
      const { actor, caseId } = await caseToActOn(given);
      return { actor, call: (api) => api.moderation.sanctions.start({ caseId }) };
    },
    also: {
      'a group': {
        // Session, case, what they may do about it.
        statements: 3,
        example: async (given) => {
          const { actor, caseId } = await groupToHide(given);
          return { actor, call: (api) => api.moderation.sanctions.start({ caseId }) };
        },
      },
    },
  },
  'moderation.sanctions.preview': {
    who: 'report.handle',
    statements: 2,
    audit: [],
    example: async (given) => {
      const { actor, caseId } = await caseToActOn(given);
      const wish = { caseId, kind: 'limit', rule: 'spam', words: 'Please do not.', days: 7 } as const;
      return { actor, call: (api) => api.moderation.sanctions.preview(wish) };
    },
    also: {
      'a group': {
        statements: 2,
        example: async (given) => {
          const { actor, caseId } = await groupToHide(given);
          const wish = { caseId, kind: 'group_hiding', rule: 'respect', words: 'Please do not.' } as const;
          return { actor, call: (api) => api.moderation.sanctions.preview(wish) };
        },
      },
    },
  },
  'moderation.sanctions.impose': {
    who: 'report.handle',
    // Session, the case, both locked, sent before?, may they?, above?, the case held and decided, who reported it; last
    // administrator?; written, timeline, trail, told, its end; what holds now: read, account, profile; sign-ins, sessions.
    statements: 20,
    audit: ['sanction.imposed'],
    example: async (given) => {
      const { actor, caseId } = await caseToActOn(given);
      const wish = { caseId, kind: 'suspension', rule: 'spam', words: 'Please do not.', days: 7 } as const;
      return { actor, call: (api) => api.moderation.sanctions.impose({ id: uuid(), ...wish }) };
    },
    also: {
      'a group': {
        // Session, the case, group and moderator locked, sent before?, may they?, the case held and decided, who reported it; written,
        // timeline, trail, its end, what hides the group now, who owns it, told.
        statements: 16,
        example: async (given) => {
          const { actor, caseId } = await groupToHide(given);
          const wish = {
            caseId,
            kind: 'group_hiding',
            rule: 'respect',
            words: 'Please do not.',
            days: 7,
          } as const;
          return { actor, call: (api) => api.moderation.sanctions.impose({ id: uuid(), ...wish }) };
        },
      },
    },
  },
  'moderation.sanctions.end': {
    who: 'report.handle',
    // Session, sanction, case, both locked, may they?, above?; ended; what holds now: read, account, profile; timeline, trail, the
    // job at its date, mail.
    statements: 14,
    audit: ['sanction.ended'],
    example: async (given) => {
      const { actor, subject, caseId } = await caseToActOn(given);
      const id = await given.sanction(subject, caseId, { kind: 'limit' });
      return { actor, call: (api) => api.moderation.sanctions.end({ id }) };
    },
    also: {
      'a group': {
        // Session, sanction, case, group and moderator locked, may they?, ended, what hides the group now, timeline, trail, the job at
        // its date, who owns it, told.
        statements: 13,
        example: async (given) => {
          const { actor, groupId, caseId } = await groupToHide(given, { hiddenAt: new Date() });
          const id = await given.sanction(null, caseId, { groupId, kind: 'group_hiding' });
          return { actor, call: (api) => api.moderation.sanctions.end({ id }) };
        },
      },
    },
  },
  'moderation.sanctions.listFor': {
    who: 'person.view',
    statements: 2,
    audit: [],
    example: async (given) => {
      const [actor, subject] = [await given.holder('person.view'), await given.user()];
      await given.sanction(subject, await given.case(subject));
      return { actor, call: (api) => api.moderation.sanctions.listFor({ personId: subject.id }) };
    },
  },
  'moderation.sanctions.mine': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => {
      const actor = await given.user();
      await given.sanction(actor, await given.case(actor));
      return { actor, call: (api) => api.moderation.sanctions.mine() };
    },
  },
};
