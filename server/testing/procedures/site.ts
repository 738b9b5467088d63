import type { Procedure } from './procedure';

/** The frame of the pages, and the machinery for staff. */
export const SITE: Record<string, Procedure> = {
  'operations.overview': {
    who: 'dashboard.view',
    statements: 2,
    audit: [],
    example: async (given) => ({
      actor: await given.holder('dashboard.view'),
      call: (api) => api.operations.overview(),
    }),
  },
  'operations.failingJobs': {
    who: 'jobs.view',
    statements: 2,
    audit: [],
    example: async (given) => ({
      actor: await given.holder('jobs.view'),
      call: (api) => api.operations.failingJobs(),
    }),
  },
  'operations.retryJob': {
    who: 'jobs.retry',
    statements: 3,
    audit: ['job.retried'],
    example: async (given) => {
      const id = await given.failingJob();
      return { actor: await given.holder('jobs.retry'), call: (api) => api.operations.retryJob({ id }) };
    },
  },
  'viewer.current': {
    who: 'anyone',
    statements: 1,
    audit: [],
    example: async (given) => ({ actor: await given.user(), call: (api) => api.viewer.current() }),
  },
  'viewer.me': {
    who: 'signed in',
    statements: 1,
    audit: [],
    example: async (given) => ({ actor: await given.user(), call: (api) => api.viewer.me() }),
  },
  'viewer.staff': {
    who: 'dashboard.view',
    statements: 1,
    audit: [],
    example: async (given) => ({
      actor: await given.holder('dashboard.view'),
      call: (api) => api.viewer.staff(),
    }),
  },
};
