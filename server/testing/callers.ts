import { pino } from 'pino';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { type Context, createContext, type Services } from '@/server/context';
import { cookieNames } from '@/server/http/cookies';
import { GRACE_DAYS } from '@/server/leaving/catalog';
import { Hub } from '@/server/live/hub';
import { NO_PLACES } from '@/server/places/places';
import { type Caller, createCaller } from '@/server/router';
import { CookieJar } from './cookie-jar';

/** The secret of every test that does not try another. */
export const SECRET = 'only the tests know this secret and it is long enough';

/** Somebody who is signed in: all that a browser has of them is the token of a session. */
export interface Actor {
  token: string;
}

/** What a browser brings along, and where what it is told goes. */
export interface Visit {
  cookies?: CookieJar;
  ip?: string;
  headers?: Record<string, string>;
  services?: Partial<Services>;
  onHeader?: (name: string, value: string) => void;
}

/** The services of a process in demo mode that says nothing. */
export function servicesFor(db: Database, changes: Partial<Services> = {}): Services {
  return {
    db,
    live: deafHub(),
    log: pino({ level: 'silent' }),
    appUrl: 'http://localhost:3000',
    secret: SECRET,
    secure: false,
    demo: true,
    signIn: {
      previousSecrets: [],
      passwordMinAlone: 12,
      breachServiceUrl: undefined,
      providers: { github: undefined, google: undefined },
    },
    outboxDir: '/nonexistent',
    dataDir: '/nonexistent',
    uploadthingToken: undefined,
    deletionGraceDays: GRACE_DAYS,
    places: NO_PLACES,
    cookies: cookieNames({ secure: false }),
    ...changes,
  };
}

/** A hub that hears nothing: what a test is about comes from the database itself. */
function deafHub() {
  return new Hub({ listen: () => new Promise(() => undefined) });
}

/** The context of one request of a browser; what is set goes into its cookie jar. */
export function contextFor(db: Database, actor: Actor | null, visit: Visit = {}): Context {
  const services = servicesFor(db, visit.services);
  const cookies = visit.cookies ?? new CookieJar();
  if (actor) cookies.set(services.cookies.session, actor.token);
  return createContext(services, {
    requestId: uuid(),
    ip: visit.ip ?? anotherAddress(),
    header: (name) => (name === 'cookie' ? cookies.header() : visit.headers?.[name]),
    addCookie: (cookie) => cookies.receive(cookie),
    setHeader: (name, value) => visit.onHeader?.(name, value),
  });
}

/** Calls procedures as somebody, or as a visitor. Each call is a request of its own, as over HTTP. */
export function callerFor(db: Database, actor: Actor | null, visit: Visit = {}): Caller {
  const browser = { cookies: new CookieJar(), ip: anotherAddress(), ...visit };
  if (actor) browser.cookies.set(servicesFor(db, visit.services).cookies.session, actor.token);
  return createCaller(() => contextFor(db, null, browser));
}

let addresses = 0;

/** An address that nobody had before, so that one test's failures do not count against another. */
function anotherAddress() {
  const n = ++addresses;
  return `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;
}
