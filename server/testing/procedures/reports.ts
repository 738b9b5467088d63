import { v7 as uuid } from 'uuid';
import type { Caller } from '@/server/router';
import type { Given } from '@/server/testing/factories';
import type { Procedure } from './procedure';

/** A moderator of everybody, and a case about somebody. */
async function caseFor(given: Given, wish: Parameters<Given['case']>[1] = {}) {
  const [actor, subject, reporter] = [
    await given.holder('report.handle'),
    await given.user(),
    await given.user(),
  ];
  const id = await given.case(subject, { reportCount: 1, ...wish });
  await given.report(id, reporter);
  return { actor, subject, reporter, id };
}

/** What people report, and the cases of it. */
export const REPORTS: Record<string, Procedure> = {
  'moderation.reports.preview': {
    who: 'signed in',
    // Session, what is seen, reported before?
    statements: 3,
    audit: [],
    example: async (given) => {
      const [actor, other] = [await given.user(), await given.user()];
      const subject = { kind: 'profile' as const, id: other.id };
      return { actor, call: (api) => api.moderation.reports.preview({ subject }) };
    },
  },
  'moderation.reports.create': {
    who: 'signed in',
    // Session, limit, what is seen, both locked, sent before?, case, report, the case's count, timeline, trail.
    statements: 10,
    audit: ['report.filed'],
    example: async (given) => {
      const [actor, other] = [await given.user(), await given.user()];
      const report = { id: uuid(), subject: { kind: 'profile', id: other.id }, kind: 'spam' } as const;
      return { actor, call: (api) => api.moderation.reports.create(report) };
    },
  },
  'moderation.reports.mine': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => {
      const actor = await given.user();
      await given.report(await given.case(await given.user()), actor);
      return { actor, call: (api) => api.moderation.reports.mine({}) };
    },
  },
  'moderation.reports.list': {
    who: 'report.handle',
    fromReplica: true,
    // Session, the page, how many there are.
    statements: 3,
    audit: [],
    example: async (given) => {
      const { actor, subject } = await caseFor(given);
      return { actor, call: (api) => api.moderation.reports.list({ person: subject.handle }) };
    },
  },
  'moderation.reports.get': {
    who: 'report.handle',
    // Session, case, trail; reports, earlier cases, sanctions, notes, timeline.
    statements: 8,
    audit: ['person.viewedByStaff'],
    example: async (given) => {
      const { actor, id } = await caseFor(given);
      return { actor, call: (api) => api.moderation.reports.get({ id }) };
    },
  },
  'moderation.reports.openGroup': {
    who: 'report.handle',
    // Session, group held, case, is it theirs?, timeline, trail.
    statements: 6,
    audit: ['case.opened'],
    example: async (given) => {
      const actor = await given.holder('report.handle');
      const groupId = await given.group({ owners: [await given.user()] });
      return { actor, call: (api) => api.moderation.reports.openGroup({ groupId }) };
    },
  },
  'moderation.reports.openPerson': {
    who: 'report.handle',
    // Session, person held, case, is it theirs?, timeline, trail.
    statements: 6,
    audit: ['case.opened'],
    example: async (given) => {
      const [actor, subject] = [await given.holder('report.handle'), await given.user()];
      return { actor, call: (api) => api.moderation.reports.openPerson({ personId: subject.id }) };
    },
  },
  'moderation.reports.claim': changing('case.claimed', (api, { id }) => api.moderation.reports.claim({ id })),
  'moderation.reports.release': changing(
    'case.released',
    (api, { id }) => api.moderation.reports.release({ id }),
    (actor) => ({ claimedBy: actor.id, claimedAt: new Date() }),
  ),
  'moderation.reports.resolve': {
    who: 'report.handle',
    // Session, case held, changed, timeline, trail; who reported it, and they are told.
    statements: 7,
    audit: ['case.resolved'],
    example: async (given) => {
      const { actor, id } = await caseFor(given);
      const decision = { id, outcome: 'dismissed', rule: 'spam' } as const;
      return { actor, call: (api) => api.moderation.reports.resolve(decision) };
    },
  },
  'moderation.reports.reopen': {
    ...changing(
      'case.reopened',
      (api, { id }) => api.moderation.reports.reopen({ id }),
      (actor) => ({ state: 'resolved', outcome: 'dismissed', resolvedAt: new Date(), resolvedBy: actor.id }),
    ),
    // One more: what became of it since it was decided.
    statements: 6,
  },
  'moderation.reports.bulk': {
    who: 'report.handle',
    // Session, the cases held, changed, timeline, trail: however many there are.
    statements: 5,
    audit: ['case.claimed', 'case.claimed', 'case.claimed'],
    example: async (given) => {
      const { actor, id } = await caseFor(given);
      const ids = [id, await given.case(await given.user()), await given.case(await given.user())];
      return { actor, call: (api) => api.moderation.reports.bulk({ ids, action: 'claim' }) };
    },
  },
  'moderation.notes.list': {
    who: 'person.view',
    statements: 3,
    audit: [],
    example: async (given) => {
      const [actor, subject] = [await given.holder('person.view'), await given.user()];
      await given.note(subject, actor);
      return { actor, call: (api) => api.moderation.notes.list({ personId: subject.id }) };
    },
  },
  'moderation.notes.add': {
    who: 'person.note',
    // Session, the case, its person locked, note, timeline, trail.
    statements: 6,
    audit: ['note.added'],
    example: async (given) => {
      const actor = await given.holder('person.note');
      const caseId = await given.case(await given.user());
      const note = { id: uuid(), caseId, body: 'Wrote to them before.' };
      return { actor, call: (api) => api.moderation.notes.add(note) };
    },
  },
};

/** What a moderator does with one case: session, case held, changed, timeline, trail. */
function changing(
  kind: Procedure['audit'][number],
  act: (api: Caller, on: { id: string }) => Promise<unknown>,
  wish: (actor: { id: string }) => Parameters<Given['case']>[1] = () => ({}),
): Procedure {
  return {
    who: 'report.handle',
    statements: 5,
    audit: [kind],
    example: async (given) => {
      const actor = await given.holder('report.handle');
      const id = await given.case(await given.user(), wish(actor));
      return { actor, call: (api) => act(api, { id }) };
    },
  };
}
