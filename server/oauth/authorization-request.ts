import type { Database } from '@/db/client';
import { isPersonScope, type Scope } from './catalog';
import { findClient, type OAuthClient } from './queries';
import { isRegistered } from './redirect-uris';
import { scopeWords } from './standing';

/** RFC 6749 section 3.1: none of them may come twice. `prompt` is OpenID Connect's (Core section 3.1.2.1). */
const PARAMETERS = [
  'client_id',
  'redirect_uri',
  'response_type',
  'response_mode',
  'scope',
  'state',
  'code_challenge',
  'code_challenge_method',
  'prompt',
];
const LENGTH_MAX = 2000;

/** RFC 6749 section 4.1.2.1, and those of OpenID Connect Core section 3.1.2.6 for `prompt=none`. */
type AuthorizationError =
  | 'invalid_request'
  | 'unsupported_response_type'
  | 'invalid_scope'
  | 'access_denied'
  | 'login_required'
  | 'consent_required'
  | 'interaction_required';

/** Where the answer goes, known to be the app's own address. */
interface AnswerAddress {
  redirectUri: string;
  state: string | null;
  appUrl: string;
}

/** A request that is as it should be. */
export interface SoundRequest {
  kind: 'sound';
  client: OAuthClient;
  answer: AnswerAddress;
  scopes: Scope[];
  codeChallenge: string;
  prompt: 'none' | 'consent' | undefined;
}

/** Told to the person: nothing is sent to an address that is not known to be the app's (RFC 9700 section 4.11). */
export interface RefusedRequest {
  kind: 'refused';
  problem: 'clientUnknown' | 'clientOff' | 'redirectUnknown';
}

/** Told to the app. */
interface FaultyRequest {
  kind: 'faulty';
  to: string;
}

/**
 * Reads an authorization request (RFC 6749 section 4.1.1, RFC 9700 section 2.1.1) with one statement.
 * @param of.hold as for `findClient`
 */
export async function readAuthorizationRequest(
  db: Database,
  { search, appUrl, hold = false }: { search: string; appUrl: string; hold?: boolean },
): Promise<SoundRequest | RefusedRequest | FaultyRequest> {
  const query = new URLSearchParams(search);
  const clientId = single(query, 'client_id');
  const client = clientId === undefined ? undefined : await findClient(db, { clientId, hold });
  if (!client) return { kind: 'refused', problem: 'clientUnknown' };
  if (!client.enabled) return { kind: 'refused', problem: 'clientOff' };
  const redirectUri = single(query, 'redirect_uri');
  if (redirectUri === undefined || !isRegistered(client.redirectUris, redirectUri))
    return { kind: 'refused', problem: 'redirectUnknown' };

  const state = single(query, 'state') ?? null;
  const answer = { redirectUri, state: state !== null && state.length > LENGTH_MAX ? null : state, appUrl };
  const faulty = (error: AuthorizationError, description: string): FaultyRequest => ({
    kind: 'faulty',
    to: errorAddress(answer, error, description),
  });
  const twice = PARAMETERS.find((name) => query.getAll(name).length > 1);
  if (twice) return faulty('invalid_request', `${twice} came twice`);
  const long = PARAMETERS.find((name) => (query.get(name)?.length ?? 0) > LENGTH_MAX);
  if (long) return faulty('invalid_request', `${long} is too long`);
  const responseType = query.get('response_type');
  if (!responseType) return faulty('invalid_request', 'response_type is missing');
  if (responseType !== 'code') return faulty('unsupported_response_type', 'response_type has to be code');
  // OAuth 2.0 Multiple Response Types section 2.1: an answer in another place than it waits for would be lost, or seen.
  if ((query.get('response_mode') || 'query') !== 'query')
    return faulty('invalid_request', 'response_mode has to be query');
  const codeChallenge = query.get('code_challenge');
  if (!codeChallenge) return faulty('invalid_request', 'code_challenge is missing');
  if (query.get('code_challenge_method') !== 'S256')
    return faulty('invalid_request', 'code_challenge_method has to be S256');
  // A SHA-256 in base64url (RFC 7636 section 4.2).
  if (!/^[\w-]{43}$/.test(codeChallenge))
    return faulty('invalid_request', 'code_challenge is not one of S256');
  const asked = scopeWords(query.get('scope') ?? undefined) ?? client.scopes.filter(isPersonScope);
  const scopes = asked.filter(isPersonScope).filter((scope) => client.scopes.includes(scope));
  if (scopes.length < asked.length || scopes.length === 0)
    return faulty('invalid_scope', 'The client may not ask for this scope');
  const prompts = (query.get('prompt') ?? '').split(' ').filter(Boolean);
  if (prompts.includes('none') && prompts.length > 1)
    return faulty('invalid_request', 'prompt=none stands alone');
  const prompt = prompts.includes('none') ? 'none' : prompts.includes('consent') ? 'consent' : undefined;
  return { kind: 'sound', client, answer, scopes, codeChallenge, prompt };
}

/** Where the browser takes a code to. */
export function codeAddress(answer: AnswerAddress, code: string) {
  return answerAddress(answer, { code });
}

/** Where the browser takes an error to; the description is for the app's developer. */
export function errorAddress(answer: AnswerAddress, error: AuthorizationError, description: string) {
  return answerAddress(answer, { error, error_description: description });
}

/** The registered spelling stays as it is, whatever query it has already. `iss` is RFC 9207. */
function answerAddress({ redirectUri, state, appUrl }: AnswerAddress, fields: Record<string, string>) {
  const query = new URLSearchParams({ ...fields, ...(state !== null && { state }), iss: appUrl });
  return `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${query}`;
}

/** A parameter that came once; of one that came twice nobody knows which was meant. */
function single(query: URLSearchParams, name: string) {
  const [value, ...more] = query.getAll(name);
  return more.length ? undefined : value || undefined;
}
