import type { Database } from '@/db/client';
import type { Statement } from '@/db/recorder';
import type { ReadList, Replica } from '@/db/replica/replica';
import { loggableAddress } from '@/server/http/client-address';
import { findSession, type Session, touchSession } from './auth/sessions';
import { type CookieNames, LOCALE_COOKIE, parseCookies, serializeCookie } from './http/cookies';
import { isLocale, type Locale, negotiateLocale } from './http/locale';
import type { Hub } from './live/hub';
import type { Log } from './log';
import type { Metrics } from './metrics/metrics';
import type { PushSettings } from './notifications/push-settings';
import { bearerOf, findBearer, touchAppSession } from './oauth/bearer';
import { type ClientToken, findClientToken } from './oauth/client-tokens';
import type { Places } from './places/places';
import type { RepeatGuard } from './repeat-guard';
import type { Tracing } from './tracing/tracing';

/** An OAuth 2 client of ours at a provider. */
export interface ProviderSettings {
  clientId: string;
  clientSecret: string;
  /** The address of the provider, without a slash at its end. */
  url: string;
}

/** What the operator decides about signing in. */
export interface SignInSettings {
  /** Earlier secrets, with which stored keys may still be encrypted. */
  previousSecrets: string[];
  /** Code points that a password needs where it is the only factor. */
  passwordMinAlone: number;
  breachServiceUrl: string | undefined;
  providers: { github: ProviderSettings | undefined; google: ProviderSettings | undefined };
}

/** What the whole process shares. */
export interface Services {
  db: Database;
  /** Where lists are read while it keeps up, if there is one. */
  replica?: Pick<Replica, 'read'> | undefined;
  /** Says when something of a person has changed. */
  live: Hub;
  log: Log;
  /** Counts what is done, where somebody reads it. */
  metrics?: Metrics | undefined;
  /** Tells what is done, where somebody collects it. */
  tracing?: Tracing | undefined;
  /** Warns of statements that are sent again and again, in development. */
  guard?: RepeatGuard | undefined;
  /** Where people reach the app, without a slash at its end. */
  appUrl: string;
  secret: string;
  secure: boolean;
  demo: boolean;
  signIn: SignInSettings;
  /** Where mails lie in demo mode. */
  outboxDir: string;
  /** Where photos and exports lie. */
  dataDir: string;
  /** Of UploadThing's cloud; without it photos lie in `dataDir`. */
  uploadthingToken: string | undefined;
  /** By what pushes are sent; undefined where none can be. */
  push?: PushSettings | undefined;
  /** Days in which a deletion can be taken back. */
  deletionGraceDays: number;
  /** Where faults of this installation are reported, a URI, if its operator said so. */
  securityContact?: string | undefined;
  /** Where addresses are, if the operator has given a database of places. */
  places: Places;
  cookies: CookieNames;
}

/** What a request brings; a page and its procedures share one, so the session is looked up once. */
export interface Context extends Services {
  requestId: string;
  /** Path and query, as they were asked for. */
  address: string;
  ip: string;
  userAgent: string | undefined;
  cookie(name: string): string | undefined;
  /**
   * Runs what reads a list or a page of a search, on the replica if there is one that has caught up. For sessions, permissions and
   * what is about to be changed there is `db` alone.
   */
  readList: ReadList;
  /** Adds a Set-Cookie to the answer; in a page, where the head is gone already, it does nothing. */
  setCookie(cookie: { name: string; value: string; maxAge: number }): void;
  /** Tells the browser to drop what it kept of this site (Clear-Site-Data: cache and storage). */
  clearSiteData(): void;
  /** The live session of this request with an active account, or what its bearer token opens; one statement at the first call. */
  session(): Promise<Session | undefined>;
  /** The same, also of an account that is not active: paused, suspended, or about to be deleted. */
  anySession(): Promise<Session | undefined>;
  /** The app that asks in its own name, if the token is one that it has for itself; one statement at the first call. */
  service(): Promise<ClientToken | undefined>;
  /** An app asks, with a token, whether or not that opens anything. No cookie counts then, and none is set. */
  byToken: boolean;
  /** The browser says it is signed in, whether or not that is still so. */
  hasSessionCookie: boolean;
  locale(): Promise<Locale>;
  /** Set once a procedure found the database away: a page that fails for that says 503, not 500. */
  unavailable: boolean;
  /** What this request asked of the database so far, where it is recorded. */
  statements: Statement[];
  /** The head of the answer says what the database was asked: in development, and to staff once it is known that they ask. */
  tellsCost: boolean;
}

export interface RequestFacts {
  requestId: string;
  address?: string;
  ip: string;
  header(name: string): string | undefined;
  addCookie(header: string): void;
  setHeader(name: string, value: string): void;
}

export function createContext(services: Services, request: RequestFacts): Context {
  const bearer = bearerOf(request.header('authorization'));
  const byToken = bearer !== undefined;
  // Whoever shows a token is the app alone, whatever a browser sends along.
  const cookies = parseCookies(byToken ? undefined : request.header('cookie'));
  const token = cookies.get(services.cookies.session);
  let session: Promise<Session | undefined> | undefined;
  let service: Promise<ClientToken | undefined> | undefined;
  const context: Context = {
    ...services,
    log: services.log.child({ requestId: request.requestId, network: loggableAddress(request.ip) }),
    requestId: request.requestId,
    address: request.address ?? '/',
    ip: request.ip,
    userAgent: request.header('user-agent')?.slice(0, 400),
    byToken,
    hasSessionCookie: Boolean(token),
    unavailable: false,
    statements: [],
    tellsCost: services.guard !== undefined,
    cookie: (name) => cookies.get(name),
    readList: (read) => (services.replica ? services.replica.read(read) : read(services.db)),
    setCookie(cookie) {
      if (!byToken) request.addCookie(serializeCookie({ ...cookie, secure: services.secure }));
    },
    clearSiteData: () => request.setHeader('Clear-Site-Data', '"cache", "storage"'),
    anySession: () => (session ??= lookUp(context, { token, bearer })),
    async session() {
      const found = await context.anySession();
      return found?.status === 'active' ? found : undefined;
    },
    service() {
      const { db, appUrl } = services;
      service ??=
        bearer === undefined
          ? Promise.resolve(undefined)
          : findClientToken(db, { token: bearer, appUrl, now: new Date() });
      return service;
    },
    async locale() {
      const chosen = cookies.get(LOCALE_COOKIE);
      const account = await context.anySession().catch(() => undefined);
      return (
        account?.locale ?? (isLocale(chosen) ? chosen : negotiateLocale(request.header('accept-language')))
      );
    },
  };
  return context;
}

/** By the bearer token if there is one, else by the cookie. Its end is seen at once; that it was used is noted meanwhile. */
async function lookUp(
  context: Context,
  { token, bearer }: { token: string | undefined; bearer: string | undefined },
) {
  const { db, log, ip, appUrl, byToken } = context;
  const now = new Date();
  const find = async () => {
    if (bearer !== undefined) return findBearer(db, { token: bearer, appUrl, now });
    return token ? findSession(db, { token, now }) : undefined;
  };
  const session = await find();
  const isStaff = session?.status === 'active' && session.permissions.includes('dashboard.view');
  if (isStaff && !byToken) context.tellsCost = true;
  const touch = session?.app ? touchAppSession : touchSession;
  if (session) touch(db, { session, ip, now }).catch((error) => log.warn({ error }, 'last seen not written'));
  return session;
}
