import { initTRPC, TRPCError, type TRPCProcedureType } from '@trpc/server';
import { ZodError } from 'zod';
import { findDatabaseError } from '@/db/connection/errors';
import type { UndoDifference } from './audit/catalog';
import type { Cause } from './audit/commands';
import type { Session } from './auth/sessions';
import { hasFreshProof } from './auth/step-up';
import type { Context } from './context';
import { DomainError, type Holder } from './errors';
import { outcomeOf } from './metrics/outcomes';
import { scopeOf } from './oauth/scopes';
import { REASONS, type Reason } from './reasons';
import type { Permission } from './roles/permissions';
import { findReach } from './roles/reach';
import { type Problem, problemNamed } from './text/rules';

/** What an error tells the outside, and nothing else. */
export interface ErrorFacts {
  reason: Reason;
  /** Seconds. */
  retryAfter?: number;
  /** Who has it, of CLAIMED_BY_ANOTHER. */
  holder?: Holder;
  /** What is different by now, of UNDO_OVERTAKEN. */
  different?: UndoDifference;
  /** What is wrong with which field, by its dotted path. */
  problems?: Record<string, Problem>;
  requestId?: string;
}

const t = initTRPC.context<Context>().create({
  sse: {
    // Proxies close what is silent for a minute; a browser that misses several of them connects anew.
    ping: { enabled: true, intervalMs: 15_000 },
    client: { reconnectAfterInactivityMs: 40_000 },
  },
  errorFormatter({ shape, error, ctx }) {
    const facts = errorFacts(error);
    const { code, httpStatus, path } = shape.data;
    return {
      code: shape.code,
      message: facts.reason,
      data: {
        code,
        httpStatus,
        ...(path !== undefined && { path }),
        ...facts,
        ...(ctx && { requestId: ctx.requestId }),
      },
    };
  },
});

/** What is known of a call before it is done. */
interface Call {
  ctx: Context;
  path: string;
  type: TRPCProcedureType;
}
type Result = { ok: true } | { ok: false; error: TRPCError };

/** What goes around every call, in one middleware: each costs a copy of everything that the next one is told. */
const entered = t.middleware(({ next, ...call }) =>
  counted(call, () => told(call, () => guarded(call, () => inReasons(call, next)))),
);

/** Counts the call and how it ended. */
async function counted<R extends Result>({ ctx, path, type }: Call, next: () => Promise<R>) {
  if (!ctx.metrics) return next();
  const begun = performance.now();
  const result = await next();
  // How long somebody reads a stream says nothing of how quick we are.
  const seconds = type === 'subscription' ? undefined : (performance.now() - begun) / 1000;
  const reason = result.ok ? undefined : errorFacts(result.error).reason;
  ctx.metrics.procedure({ path, reason, seconds });
  return result;
}

/** Tells of the call, of which its statements are a part. */
async function told<R extends Result>({ ctx, path, type }: Call, next: () => Promise<R>) {
  if (!ctx.tracing) return next();
  const facts = { 'rpc.system': 'trpc', 'rpc.method': path, 'foyer.procedure.type': type };
  return ctx.tracing.run({ name: path, kind: 'internal', facts }, async (tell) => {
    const result = await next();
    if (result.ok) return result;
    const { reason } = errorFacts(result.error);
    const outcome = outcomeOf(reason);
    const isFault = outcome === 'failed' || outcome === 'unavailable';
    tell({ 'foyer.reason': reason }, isFault ? reason : undefined);
    return result;
  });
}

/** Warns, in development, where it asks for rows one by one. */
async function guarded<R>({ ctx, path }: Call, next: () => Promise<R>) {
  return ctx.guard ? ctx.guard(path, next) : next();
}

/** Turns what the domain throws into the tRPC code of its reason; a fault nobody foresaw is logged, not shown. */
async function inReasons<R extends Result>({ ctx, path, type }: Call, next: () => Promise<R>) {
  const result = await next();
  if (result.ok) return result;
  const { cause } = result.error;
  if (cause instanceof DomainError) {
    ctx.log.info({ path, reason: cause.reason }, 'refused');
    return { ...result, error: new TRPCError({ code: REASONS[cause.reason], cause }) };
  }
  const database = findDatabaseError(cause);
  if (database) {
    ctx.unavailable = true;
    ctx.log.warn({ path, code: database.code }, 'database not available');
    const reason = database.unsent || type === 'query' ? 'UNAVAILABLE' : 'UNCERTAIN';
    const told = new DomainError(reason, { retryAfter: 2, cause: database });
    return { ...result, error: new TRPCError({ code: REASONS[reason], cause: told }) };
  }
  if (result.error.code === 'INTERNAL_SERVER_ERROR')
    ctx.log.error({ path, error: cause ?? result.error }, 'procedure failed');
  return result;
}

/**
 * An app opens what one of its scopes opens, and nothing else, however open that is to people.
 * @throws TOKEN_REFUSED SCOPE_REQUIRED
 */
const openToApps = t.middleware(async ({ ctx, path, next }) => {
  if (!ctx.byToken) return next();
  const app = (await ctx.session())?.app ?? (await ctx.service());
  if (!app) throw new DomainError('TOKEN_REFUSED');
  const scope = scopeOf(path);
  if (!scope || !app.scopes.includes(scope)) throw new DomainError('SCOPE_REQUIRED');
  return next();
});

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/** For everybody, signed in or not; for apps where server/oauth/scopes.ts says so. */
export const publicProcedure = t.procedure.use(entered).use(openToApps);

/**
 * For other services, each with a token that it has for itself; the app comes as `ctx.sender`, and stands in the log.
 * @throws NOT_ALLOWED for whoever is signed in, staff or not
 */
export const serviceProcedure = publicProcedure.use(async ({ ctx, next }) => {
  const service = await ctx.service();
  if (!service) {
    await signedIn(ctx);
    throw new DomainError('NOT_ALLOWED');
  }
  const log = ctx.log.child({ clientId: service.clientId });
  return next({ ctx: { log, sender: service } });
});

/** For people who are signed in; the session comes as `ctx.actor`. */
export const userProcedure = publicProcedure.use(async ({ ctx, next }) => {
  const actor = await signedIn(ctx);
  if (actor.status !== 'active') throw new DomainError('ACCOUNT_INACTIVE');
  return next({ ctx: { actor, cause: causeOf(ctx, actor) } });
});

/** For people who are signed in, also to an account that is paused, suspended, or about to be deleted. */
export const anyStatusProcedure = publicProcedure.use(async ({ ctx, next }) => {
  const actor = await signedIn(ctx);
  return next({ ctx: { actor, cause: causeOf(ctx, actor) } });
});

/**
 * For sensitive actions: the person has proved who they are in the last five minutes and, where they have a second
 * factor, with one. @throws STEP_UP_REQUIRED, which the interface answers by asking, and going on afterwards
 */
export const freshProcedure = userProcedure.use(async ({ ctx, next }) => {
  if (!(await hasFreshProof(ctx.db, { session: ctx.actor, now: new Date() })))
    throw new DomainError('STEP_UP_REQUIRED');
  return next();
});

/** The same, also of an account that is paused, suspended, or about to be deleted. */
export const freshAnyStatusProcedure = anyStatusProcedure.use(async ({ ctx, next }) => {
  if (!(await hasFreshProof(ctx.db, { session: ctx.actor, now: new Date() })))
    throw new DomainError('STEP_UP_REQUIRED');
  return next();
});

/** For people who hold a permission that concerns the whole site. */
export const staffProcedure = (permission: Permission) =>
  userProcedure.use(({ ctx, next }) => {
    if (!ctx.actor.permissions.includes(permission)) throw new DomainError('NOT_ALLOWED');
    return next();
  });

/**
 * For people who hold a permission about people or cases, everywhere or over the people of groups that they moderate; whom it
 * reaches comes as `ctx.reach`, and whoever is outside of it does not exist for them. @throws NOT_ALLOWED for who reaches nobody
 */
export const reachProcedure = (permission: Permission) =>
  userProcedure.use(async ({ ctx, next }) => {
    const { userId, permissions: held } = ctx.actor;
    const reach = await findReach(ctx.db, { userId, held, permission, now: new Date() });
    if (!reach) throw new DomainError('NOT_ALLOWED');
    return next({ ctx: { reach } });
  });

/** For what is sensitive and staff's to do: the permission is asked for first. @throws STEP_UP_REQUIRED */
export const freshStaffProcedure = (permission: Permission) =>
  staffProcedure(permission).use(async ({ ctx, next }) => {
    if (!(await hasFreshProof(ctx.db, { session: ctx.actor, now: new Date() })))
      throw new DomainError('STEP_UP_REQUIRED');
    return next();
  });

/** @throws SESSION_ENDED SIGNED_OUT */
async function signedIn(ctx: Context) {
  const actor = await ctx.anySession();
  if (!actor) throw new DomainError(ctx.hasSessionCookie ? 'SESSION_ENDED' : 'SIGNED_OUT');
  return actor;
}

function causeOf({ requestId, ip, userAgent }: Context, actor: Session): Cause & { actorId: string } {
  return { actorId: actor.userId, sessionId: actor.id, requestId, ip, userAgent };
}

/** The reason and what belongs to it, of any error that leaves a procedure. */
export function errorFacts(error: TRPCError): ErrorFacts {
  const { cause } = error;
  if (cause instanceof DomainError) {
    const { reason, retryAfter, holder, different } = cause;
    return {
      reason,
      ...(retryAfter !== undefined && { retryAfter }),
      ...(holder && { holder }),
      ...(different && { different }),
    };
  }
  if (cause instanceof ZodError) return { reason: 'INPUT_INVALID', problems: fieldProblems(cause) };
  return { reason: reasonOfCode(error.code) };
}

function fieldProblems(error: ZodError): Record<string, Problem> {
  const problems = error.issues.map((issue) => [issue.path.join('.'), problemNamed(issue.message)] as const);
  // The first problem of a field is the one to mend first.
  return Object.fromEntries(problems.reverse());
}

/** tRPC refuses some requests itself, before any procedure is asked. */
function reasonOfCode(code: TRPCError['code']): Reason {
  switch (code) {
    case 'BAD_REQUEST':
    case 'PARSE_ERROR':
    case 'UNSUPPORTED_MEDIA_TYPE':
    case 'METHOD_NOT_SUPPORTED':
    case 'UNPROCESSABLE_CONTENT':
      return 'INPUT_INVALID';
    case 'NOT_FOUND':
      return 'NOT_FOUND';
    case 'PAYLOAD_TOO_LARGE':
      return 'INPUT_TOO_LARGE';
    default:
      return 'INTERNAL';
  }
}
