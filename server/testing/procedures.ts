import type { AuditKind } from '@/server/audit/commands';
import { cookieNames } from '@/server/http/cookies';
import type { Permission } from '@/server/roles/permissions';
import { appRouter, type Caller } from '@/server/router';
import type { Actor } from './callers';
import { type Given, PASSWORD } from './factories';

/** A call that works. */
interface Example {
  /** Null: as a visitor. */
  actor: (Actor & { id: string; email: string }) | null;
  /** What its browser holds beside the session. */
  cookies?: Record<string, string>;
  /** Whom it is about when nobody is signed in. */
  about?: { id: string; email: string };
  call(api: Caller): Promise<unknown>;
}

interface Procedure {
  who: 'anyone' | 'signed in' | Permission;
  /** How many statements one call takes, the look-up of the session included. */
  statements: number;
  /** What one call leaves in the audit trail. */
  audit: AuditKind[];
  example(given: Given): Promise<Example>;
}

const { attempt: ATTEMPT, signUp: SIGN_UP } = cookieNames({ secure: false });

/**
 * Every procedure: who may call it, what it costs, what it leaves behind, and a call that works. The tests of
 * access and of statements walk the router, so a procedure without an entry here fails them.
 */
export const PROCEDURES: Record<string, Procedure> = {
  'auth.signUp': {
    who: 'anyone',
    statements: 5,
    audit: [],
    example: async () => ({
      actor: null,
      call: (api) =>
        api.auth.signUp({
          displayName: 'Al',
          email: 'al@example.test',
          password: PASSWORD,
          locale: 'en',
          timeZone: 'Europe/Paris',
        }),
    }),
  },
  'auth.resendVerification': {
    who: 'anyone',
    statements: 3,
    audit: [],
    example: async (given) => {
      const { cookie } = await given.signUp();
      return { actor: null, cookies: { [SIGN_UP]: cookie }, call: (api) => api.auth.resendVerification() };
    },
  },
  'auth.verifyEmail': {
    who: 'anyone',
    // The account is five, the rest its proof, its audit entry and its ticket.
    statements: 12,
    audit: ['account.created'],
    example: async (given) => {
      const { token } = await given.signUp({ displayName: 'Al' });
      return { actor: null, call: (api) => api.auth.verifyEmail({ token, password: PASSWORD }) };
    },
  },
  'auth.signIn.start': {
    who: 'anyone',
    statements: 2,
    audit: [],
    example: async (given) => {
      const about = await given.user();
      return { actor: null, about, call: (api) => api.auth.signIn.start({ email: about.email }) };
    },
  },
  'auth.signIn.password': {
    who: 'anyone',
    // Two limits, each counted before the work and taken back after it.
    statements: 6,
    audit: [],
    example: async (given) => {
      const about = await given.user();
      const cookies = { [ATTEMPT]: await given.attempt(about) };
      return { actor: null, about, cookies, call: (api) => api.auth.signIn.password({ password: PASSWORD }) };
    },
  },
  'auth.signOut': {
    who: 'anyone',
    statements: 2,
    audit: ['session.ended'],
    example: async (given) => ({ actor: await given.user(), call: (api) => api.auth.signOut() }),
  },
  'profile.me': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => ({ actor: await given.user(), call: (api) => api.profile.me() }),
  },
  'profile.update': {
    who: 'signed in',
    // The session, the limit, the lock, the old values, person and profile, the audit entry.
    statements: 7,
    audit: ['profile.updated'],
    example: async (given) => ({
      actor: await given.user(),
      call: (api) => api.profile.update({ displayName: 'Al', handle: 'al-free', locale: 'fr' }),
    }),
  },
  'profile.byHandle': {
    who: 'anyone',
    statements: 1,
    audit: [],
    example: async (given) => {
      const about = await given.user();
      return { actor: null, about, call: (api) => api.profile.byHandle({ handle: about.handle }) };
    },
  },
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

/** The paths of every procedure of the router, as they stand in a URL. */
export const PATHS = Object.keys(appRouter._def.procedures);

/** The entry of a procedure. @throws when nobody wrote one */
export function procedureAt(path: string): Procedure {
  const entry = PROCEDURES[path];
  if (!entry) throw new Error(`${path} has no entry in server/testing/procedures.ts`);
  return entry;
}
