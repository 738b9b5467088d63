import type { AuthOptions } from 'next-auth';
import type { Adapter } from 'next-auth/adapters';
import { encode } from 'next-auth/jwt';
import type { CredentialsConfig } from 'next-auth/providers/credentials';
import type { Context } from '@/server/context';
import { safeNextAddress } from '@/server/http/rules';
import { recordSecurityEvent } from '@/server/security/commands';
import { redeemTicket } from './attempts';
import { BROWSER_SECONDS, recogniseBrowser } from './browsers';
import { failedPath } from './provider-paths';
import { arriveFromProvider } from './provider-sign-in';
import { oauthProviders } from './providers';
import { markNewBrowser, marksAtStart } from './session-marks';
import { endSession, findSession, LIFETIME, startSession } from './sessions';
import { touchTrustedDevice } from './trusted-devices';

/** Seconds that a person may take at a provider. */
const AWAY_SECONDS = 600;

/**
 * next-auth 4 for one request. It owns the session cookie and the CSRF check of its callback; who a person is has
 * been proven before, by a procedure that gave a ticket. Sessions are opaque rows: leaving `strategy` unset beside
 * an adapter makes next-auth read them from the adapter, and `jwt.encode` is what it stores in the cookie after
 * a Credentials sign-in, so that is where the row's token goes.
 */
export function authOptions(context: Context): AuthOptions {
  const cookieOptions = { httpOnly: true, sameSite: 'lax', path: '/', secure: context.secure } as const;
  const cookie = (name: string) => ({ name, options: cookieOptions });
  const away = (name: string) => ({ name, options: { ...cookieOptions, maxAge: AWAY_SECONDS } });
  return {
    secret: context.secret,
    adapter: adapter(context),
    providers: [ticketProvider(context), ...oauthProviders(context.signIn.providers)],
    session: { maxAge: LIFETIME.member.absolute },
    jwt: {
      encode: async (parameters) => {
        const token = parameters.token?.sessionToken;
        return typeof token === 'string' ? token : encode(parameters);
      },
    },
    callbacks: {
      // A path, and not yes: next-auth goes there and makes neither account nor session.
      signIn: ({ user, account }) => (account?.type === 'oauth' ? arrive(context, { user, account }) : true),
      redirect: ({ url, baseUrl }) => baseUrl + safeNextAddress(url, { origin: baseUrl }),
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
      state: away(context.cookies.state),
      pkceCodeVerifier: away(context.cookies.pkce),
      nonce: away(context.cookies.nonce),
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
      const entering =
        cookie && typeof ticket === 'string'
          ? enter(context, { ticket, cookie, now: new Date() })
          : Promise.resolve(null);
      entering.then(
        (entered) => context.metrics?.signIn(entered ? 'started' : 'refused'),
        () => context.metrics?.signIn('failed'),
      );
      return entering.catch((error: unknown) => {
        context.log.warn({ error }, 'ticket not redeemed');
        // next-auth puts the message into an address: a code, and nothing of what went wrong.
        throw new Error('Unavailable');
      });
    },
  };
}

/** Where to go on to after a provider. next-auth would put what went wrong into the address. */
function arrive(context: Context, arrived: unknown) {
  return arriveFromProvider(context, arrived).catch((error: unknown) => {
    context.log.warn({ error }, 'arrival from a provider not taken in');
    return failedPath('Unavailable', { signedIn: context.hasSessionCookie });
  });
}

async function enter({ db, ...context }: Context, redeem: { ticket: string; cookie: string; now: Date }) {
  const { now } = redeem;
  return db.transaction(async (tx) => {
    const proven = await redeemTicket(tx, redeem);
    if (!proven) return null;
    const { ip, userAgent, requestId } = context;
    const { userId, passkeyId } = proven;
    // In the order of locks at `endAccess`.
    const deviceCookie = context.cookie(context.cookies.device);
    if (deviceCookie) await touchTrustedDevice(tx, { userId, deviceCookie, ip, now });
    const previous = context.cookie(context.cookies.session);
    if (previous) await endSession(tx, { token: previous, requestId, ip, userAgent, now });
    const marks = marksAtStart({ userId, ip, passkeyId });
    const { id, token } = await startSession(tx, { ...proven, ip, userAgent, marks, now });
    const browser = await recogniseBrowser(tx, {
      userId,
      cookie: context.cookie(context.cookies.browser),
      now,
    });
    if (browser.isNew) await markNewBrowser(tx, { sessionId: id });
    context.setCookie({ name: context.cookies.browser, value: browser.cookie, maxAge: BROWSER_SECONDS });
    await recordSecurityEvent(tx, {
      kind: browser.isNew ? 'session.startedInNewBrowser' : 'session.started',
      userId,
      cause: { actorId: userId, sessionId: id, requestId, ip, userAgent },
      details: { methods: Object.keys(proven.amr).join(' ') },
      // By which it is known the next time: the row of the session goes.
      ...(passkeyId !== null && { ownDetails: { passkeyId } }),
      now,
    });
    context.setCookie({ name: context.cookies.attempt, value: '', maxAge: 0 });
    return { id: userId, sessionToken: token };
  });
}

/** What next-auth asks of a store. Accounts are made by our own procedures, so it can make none. */
function adapter({ db, requestId, ip, userAgent }: Context): Adapter {
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
      await endSession(db, { token: sessionToken, requestId, ip, userAgent, now: new Date() });
    },
    createSession: () => Promise.reject(new Error('sessions begin with a ticket')),
    // Asked before our `signIn` callback is, which looks by itself.
    getUserByAccount: async () => null,
  };
}
