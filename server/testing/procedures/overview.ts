import type { Procedure } from './procedure';

/** The front page of the dashboard. */
export const OVERVIEW: Record<string, Procedure> = {
  'moderation.stats.cases': {
    who: 'report.handle',
    fromReplica: true,
    // Session, open cases, first actions.
    statements: 3,
    audit: [],
    example: async (given) => ({
      actor: await given.holder('report.handle'),
      call: (api) => api.moderation.stats.cases({ days: 30 }),
    }),
  },
  'moderation.stats.access': {
    who: 'dashboard.view',
    fromReplica: true,
    statements: 2,
    audit: [],
    example: async (given) => ({
      actor: await given.holder('dashboard.view'),
      call: (api) => api.moderation.stats.access({ days: 90 }),
    }),
  },
  'moderation.stats.factors': {
    who: 'dashboard.view',
    fromReplica: true,
    statements: 2,
    audit: [],
    example: async (given) => ({
      actor: await given.holder('dashboard.view'),
      call: (api) => api.moderation.stats.factors(),
    }),
  },
  'moderation.stats.work': {
    who: 'jobs.view',
    statements: 2,
    audit: [],
    example: async (given) => ({
      actor: await given.holder('jobs.view'),
      call: (api) => api.moderation.stats.work(),
    }),
  },
};
