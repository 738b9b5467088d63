import { timingSafeEqual } from 'node:crypto';
import type { Database } from '@/db/client';
import { hashToken } from '@/server/auth/tokens';
import { protocolError } from './errors';
import { findClient, type OAuthClient } from './queries';

/** Names and values of a form; each name once, and none without a value. */
export type Form = ReadonlyMap<string, string>;

/** Compared with where there is no secret, so that it takes as long. */
const NO_HASH = hashToken('');

/**
 * The client that a request comes from (RFC 6749 section 2.3): a confidential one by its secret, in the Authorization
 * header or in the form but not in both; a public one by its `client_id` alone.
 * @throws invalid_client, also for a client that is switched off; invalid_request for two ways at once
 */
export async function authenticateClient(
  db: Database,
  { authorization, form }: { authorization: string | undefined; form: Form },
): Promise<OAuthClient> {
  const { clientId, secret } = credentialsOf({ authorization, form });
  const client = await findClient(db, { clientId });
  const right = isSecretOf(client, secret);
  if (!client?.enabled || !right) throw refused();
  return client;
}

function credentialsOf({ authorization, form }: { authorization: string | undefined; form: Form }) {
  const clientId = form.get('client_id');
  const secret = form.get('client_secret');
  // RFC 7521: a way that we do not know.
  if (form.has('client_assertion') || form.has('client_assertion_type')) throw refused();
  if (authorization === undefined) {
    if (clientId === undefined) throw refused();
    return { clientId, secret };
  }
  const basic = readBasic(authorization);
  if (!basic) throw refused();
  if (secret !== undefined || (clientId !== undefined && clientId !== basic.clientId))
    throw protocolError('invalid_request', 'The client authenticates in two ways at once');
  return basic;
}

/** RFC 6749 section 2.3.1: both halves are form-encoded before they become a user name and a password. */
function readBasic(authorization: string) {
  const [, encoded] = /^basic ([\w+/-]+={0,2})$/i.exec(authorization) ?? [];
  const pair = Buffer.from(encoded ?? '', 'base64').toString();
  const colon = pair.indexOf(':');
  if (colon < 1) return undefined;
  const clientId = formDecoded(pair.slice(0, colon));
  const secret = formDecoded(pair.slice(colon + 1));
  return clientId === undefined || !secret ? undefined : { clientId, secret };
}

function formDecoded(text: string) {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

/** Constant time. A public client has no secret, and brings none. */
function isSecretOf(client: OAuthClient | undefined, secret: string | undefined) {
  const given = Buffer.from(hashToken(secret ?? ''));
  const kept = Buffer.from(client?.secretHash ?? NO_HASH);
  const same = given.length === kept.length && timingSafeEqual(given, kept);
  return client?.type === 'public' ? secret === undefined : same && secret !== undefined;
}

function refused() {
  return protocolError('invalid_client', 'The client is not known, is off, or did not prove itself');
}
