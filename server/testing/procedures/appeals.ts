import { v7 as uuid } from 'uuid';
import type { Procedure } from './procedure';

/** What people say against what was done about them. */
export const APPEALS: Record<string, Procedure> = {
  'moderation.appeals.file': {
    who: 'signed in',
    // Session, the group that it may be about, the person and their session, what was done, the case, the appeal; timeline, trail.
    statements: 9,
    audit: ['appeal.made'],
    example: async (given) => {
      const actor = await given.user();
      const { caseId } = await given.actedOn(actor, await given.user());
      return {
        actor,
        call: (api) => api.moderation.appeals.file({ id: uuid(), caseId, words: 'It was not me.' }),
      };
    },
  },
  'moderation.appeals.mine': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => ({
      actor: await given.user(),
      call: (api) => api.moderation.appeals.mine(),
    }),
  },
  'moderation.appeals.decide': {
    who: 'report.handle',
    statements: 23,
    audit: ['appeal.decided', 'sanction.ended'],
    example: async (given) => {
      const [person, first] = [await given.user(), await given.user()];
      const { caseId } = await given.actedOn(person, first);
      const id = await given.appeal(person, caseId);
      return {
        actor: await given.holder('report.handle', 'report.decideAppeal'),
        call: (api) => api.moderation.appeals.decide({ id, outcome: 'granted', answer: 'You are right.' }),
      };
    },
  },
};
