import type { AuthOptions } from 'next-auth';
import type { Adapter } from 'next-auth/adapters';
import { encode } from 'next-auth/jwt';
import type { CredentialsConfig } from 'next-auth/providers/credentials';
import { recordAudit } from '@/server/audit/commands';
import type { Context } from '@/server/context';
import { redeemTicket } from './attempts';
import { endSession, findSession, LIFETIME, startSession } from './sessions';

/**
 * next-auth 4 for one request. It owns the session cookie and the CSRF check of its callback; who a person is has
 * been proven before, by a procedure that gave a ticket. Sessions are opaque rows: leaving `strategy` unset beside
 * an adapter makes next-auth read them from the adapter, and `jwt.encode` is what it stores in the cookie after
 * a Credentials sign-in, so that is where the row's token goes.
 */
export function authOptions(context: Context): AuthOptions {
  const cookieOptions = { httpOnly: true, sameSite: 'lax', path: '/', secure: context.secure } as const;
  const cookie = (name: string) => ({ name, options: cookieOptions });
  return {
    secret: context.secret,
    adapter: adapter(context),
    providers: [ticketProvider(context)],
    session: { maxAge: LIFETIME.member.absolute },
    jwt: {
      encode: async (parameters) => {
        const token = parameters.token?.sessionToken;
        return typeof token === 'string' ? token : encode(parameters);
      },
    },
    callbacks: {
      jwt: ({ token, user }) => ({
        ...token,
        ...('sessionToken' in user && { sessionToken: user.sessionToken }),
      }),
      session: ({ session, user }) => ({ expires: session.expires, user: { name: user.name ?? null } }),
    },
    cookies: {
      sessionToken: cookie(context.cookies.session),
      csrfToken: cookie(context.cookies.csrf),
      callbackUrl: cookie(context.cookies.callbackUrl),
    },
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
    logger: {
      error: (code) => context.log.error({ code }, 'next-auth'),
      warn: (code) => context.log.warn({ code }, 'next-auth'),
      debug: () => undefined,
    },
  };
}

/** Turns a ticket into a session, once, and ends the session that the browser had before (session fixation). */
function ticketProvider(context: Context): CredentialsConfig {
  return {
    id: 'ticket',
    name: 'Ticket',
    type: 'credentials',
    credentials: { ticket: {} },
    authorize: async (credentials) => {
      const cookie = context.cookie(context.cookies.attempt);
      const ticket: unknown = credentials?.ticket;
      // A body of JSON may hold anything.
      if (!cookie || typeof ticket !== 'string') return null;
      return enter(context, { ticket, cookie, now: new Date() }).catch((error: unknown) => {
        context.log.warn({ error }, 'ticket not redeemed');
        // next-auth puts the message into an address: a code, and nothing of what went wrong.
        throw new Error('Unavailable');
      });
    },
  };
}

async function enter({ db, ...context }: Context, redeem: { ticket: string; cookie: string; now: Date }) {
  const { now } = redeem;
  return db.transaction(async (tx) => {
    const proven = await redeemTicket(tx, redeem);
    if (!proven) return null;
    const { ip, userAgent, requestId } = context;
    const previous = context.cookie(context.cookies.session);
    if (previous) await endSession(tx, { token: previous, requestId, ip, now });
    const { id, token } = await startSession(tx, { ...proven, ip, userAgent, now });
    const cause = { actorId: proven.userId, requestId, ip };
    await recordAudit(tx, {
      kind: 'session.started',
      cause,
      subjectId: proven.userId,
      after: { sessionId: id },
      now,
    });
    context.setCookie({ name: context.cookies.attempt, value: '', maxAge: 0 });
    return { id: proven.userId, sessionToken: token };
  });
}

/** What next-auth asks of a store. Accounts are made by our own procedures, so it can make none. */
function adapter({ db, requestId, ip }: Context): Adapter {
  return {
    async getSessionAndUser(sessionToken) {
      const found = await findSession(db, { token: sessionToken, now: new Date() });
      if (!found) return null;
      return {
        session: { sessionToken, userId: found.userId, expires: found.expiresAt },
        user: { id: found.userId, name: found.displayName, email: found.email, emailVerified: null },
      };
    },
    // When a session was last seen is written by our own look-up, at most once a minute.
    updateSession: async () => null,
    async deleteSession(sessionToken) {
      await endSession(db, { token: sessionToken, requestId, ip, now: new Date() });
    },
    createSession: () => Promise.reject(new Error('sessions begin with a ticket')),
  };
}
