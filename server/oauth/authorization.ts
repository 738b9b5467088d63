import type { Database } from '@/db/client';
import type { Cause } from '@/server/audit/commands';
import { lockPerson } from '@/server/auth/factors';
import type { Session } from '@/server/auth/sessions';
import { DomainError } from '@/server/errors';
import { issueCode } from './authorization-codes';
import {
  codeAddress,
  errorAddress,
  type RefusedRequest,
  readAuthorizationRequest,
  type SoundRequest,
} from './authorization-request';
import type { Scope } from './catalog';
import { type AskedScope, allowScopes, askedScopes, checkAnswerer, findConsent } from './consents';
import { hostOf } from './redirect-uris';

/** What the page of consent shows, or where to go instead. */
export type AuthorizationView =
  | RefusedRequest
  /** The app is told (RFC 6749 section 4.1.2.1), or has a consent that still holds. */
  | { kind: 'redirect'; to: string }
  | { kind: 'signIn' }
  | {
      kind: 'ask';
      client: { name: string; description: string; website: string };
      scopes: AskedScope[];
      /** Where the answer leads; null: an app on this device. */
      host: string | null;
      /** Where a no leads: it needs nothing of us. */
      denyTo: string;
      email: string;
      userId: string;
    };

/**
 * Reads an authorization request for whoever is there. A consent that covers all that is asked is answered with a code
 * straight away, but never to an app on a device, whose address others there can take (RFC 8252 section 8.6).
 * @throws SESSION_ENDED when the session ends meanwhile; with `prompt=none` that is told to the app
 */
export async function viewAuthorization(
  db: Database,
  view: { search: string; actor: Session | undefined; appUrl: string; now: Date },
): Promise<AuthorizationView> {
  const { actor } = view;
  const request = await readAuthorizationRequest(db, view);
  if (request.kind === 'refused') return request;
  if (request.kind === 'faulty') return { kind: 'redirect', to: request.to };
  const { client, answer, scopes, prompt } = request;
  const silent = prompt === 'none';
  const told = (error: Parameters<typeof errorAddress>[1], why: string) =>
    ({ kind: 'redirect', to: errorAddress(answer, error, why) }) as const;
  if (!actor) return silent ? told('login_required', 'Nobody is signed in') : { kind: 'signIn' };
  const allowed = await findConsent(db, { userId: actor.userId, clientId: client.id });
  const host = hostOf(answer.redirectUri);
  if (covers(allowed, scopes) && host !== null && prompt !== 'consent') {
    const again = await answerAgain(db, { ...view, actor }).catch((error: unknown) => {
      if (silent && isOver(error)) return told('login_required', 'The session has ended');
      throw error;
    });
    if (again) return again;
  }
  if (silent)
    return covers(allowed, scopes)
      ? told('interaction_required', 'The person has to be asked each time')
      : told('consent_required', 'The person has not allowed this');
  return {
    kind: 'ask',
    client: { name: client.name, description: client.description, website: client.website },
    scopes: askedScopes(scopes, allowed),
    host,
    denyTo: errorAddress(answer, 'access_denied', 'The person said no'),
    email: actor.email,
    userId: actor.userId,
  };
}

/**
 * A person's yes: what they allow is remembered, and the app gets a code, both or neither.
 * @returns where the browser takes the answer to
 * @throws INPUT_INVALID for more than was asked, STEP_UP_REQUIRED, SESSION_ENDED, also when somebody else saw the
 *   question, NOT_FOUND when the app was removed, switched off or changed meanwhile
 */
export async function allowAuthorization(
  db: Database,
  allow: {
    search: string;
    scopes: Scope[];
    shownTo: string;
    actor: Session;
    appUrl: string;
    cause: Cause;
    now: Date;
  },
): Promise<{ to: string }> {
  const { actor, cause, now } = allow;
  checkAnswerer(allow);
  return db.transaction(async (tx) => {
    await lockPerson(tx, { userId: actor.userId, sessionId: actor.id });
    const request = await readAuthorizationRequest(tx, { ...allow, hold: true });
    if (request.kind === 'refused') throw new DomainError('NOT_FOUND');
    if (request.kind === 'faulty') return { to: request.to };
    const scopes = request.scopes.filter((scope) => allow.scopes.includes(scope));
    if (scopes.length < new Set(allow.scopes).size) throw new DomainError('INPUT_INVALID');
    await allowScopes(tx, { actor, client: request.client, asked: request.scopes, scopes, cause, now });
    return { to: await issue(tx, { request, scopes, actor, now }) };
  });
}

/** Undefined when the consent was taken back meanwhile. The app is asked for again: it may have gone, or changed. */
function answerAgain(
  db: Database,
  again: { search: string; actor: Session; appUrl: string; now: Date },
): Promise<RefusedRequest | { kind: 'redirect'; to: string } | undefined> {
  const { actor, now } = again;
  return db.transaction(async (tx) => {
    await lockPerson(tx, { userId: actor.userId, sessionId: actor.id });
    const request = await readAuthorizationRequest(tx, { ...again, hold: true });
    if (request.kind === 'refused') return request;
    if (request.kind === 'faulty') return { kind: 'redirect', to: request.to };
    const { client, scopes } = request;
    const allowed = await findConsent(tx, { userId: actor.userId, clientId: client.id });
    if (!covers(allowed, scopes)) return undefined;
    return { kind: 'redirect', to: await issue(tx, { request, scopes, actor, now }) };
  });
}

/** The session, or the account, came to its end while this was under way. */
function isOver(error: unknown) {
  return error instanceof DomainError && (error.reason === 'SESSION_ENDED' || error.reason === 'NOT_FOUND');
}

async function issue(
  db: Database,
  { request, scopes, actor, now }: { request: SoundRequest; scopes: Scope[]; actor: Session; now: Date },
) {
  const { client, answer, codeChallenge } = request;
  const { userId, authTime } = actor;
  const { redirectUri } = answer;
  const facts = { clientId: client.id, userId, scopes, redirectUri, codeChallenge, authTime, now };
  return codeAddress(answer, await issueCode(db, facts));
}

function covers(allowed: string[] | undefined, scopes: Scope[]) {
  return allowed !== undefined && scopes.every((scope) => allowed.includes(scope));
}
