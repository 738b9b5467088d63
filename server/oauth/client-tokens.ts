import { and, eq, gt, isNull, lt, or, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import type { Database } from '@/db/client';
import { parameter, prepared } from '@/db/prepared';
import { clientTokens, oauthClients, signingKeys } from '@/db/schema/oauth';
import { users } from '@/db/schema/users';
import type { Log } from '@/server/log';
import { isValid, readClaims, signClaims } from './access-tokens';
import { ACCESS_TOKEN_SECONDS, isServiceScope, type Scope } from './catalog';
import { protocolError } from './errors';
import { findClient, type OAuthClient } from './queries';
import { scopeWords } from './standing';

/** RFC 9068 section 2.2: where no person is, the subject is the app. Without a session, it can be taken for no token of a person. */
const Claims = z
  .strictObject({
    iss: z.string(),
    aud: z.string(),
    sub: z.uuid(),
    client_id: z.uuid(),
    scope: z.string(),
    jti: z.uuid(),
    iat: z.int(),
    exp: z.int(),
  })
  .refine(({ sub, client_id }) => sub === client_id);

/** A token that an app has for itself, and what it opens at this moment. `iat` and `exp` in seconds. */
export interface ClientToken {
  /** Its `jti`. */
  id: string;
  clientId: string;
  name: string;
  /** Where the app says that it is at home; empty when it does not. */
  website: string;
  redirectUris: string[];
  scopes: Scope[];
  iat: number;
  exp: number;
}

/** Whether an app has something to do in its own name, and a secret to prove that it is it. */
export function isService({ type, scopes }: Pick<OAuthClient, 'type' | 'scopes'>): boolean {
  return type === 'confidential' && scopes.some(isServiceScope);
}

/**
 * What an app may do in its own name of what it asks for, all of it when it asks for nothing. In the transaction of its token:
 * until that ends nobody changes the app, so that no token is left over of a secret that counts no more.
 * @throws invalid_client when it was changed meanwhile; invalid_scope; unauthorized_client for one that could pass for a person
 */
export async function serviceScopes(
  tx: Database,
  { client, scope }: { client: OAuthClient; scope: string | undefined },
): Promise<Scope[]> {
  const held = await findClient(tx, { clientId: client.id, hold: true });
  if (!held?.enabled || held.secretHash !== client.secretHash)
    throw protocolError('invalid_client', 'The client was changed meanwhile');
  // Whoever registers an app chooses its id, and others read the subject of a token (RFC 9700 section 4.15).
  if (await tx.$count(users, eq(users.id, client.id)))
    throw protocolError('unauthorized_client', 'The client has the id of a person');
  const may = held.scopes.filter(isServiceScope);
  const asked = scopeWords(scope) ?? may;
  const scopes = may.filter((name) => asked.includes(name));
  if (scopes.length < asked.length || scopes.length === 0)
    throw protocolError('invalid_scope', 'The client may not have this scope in its own name');
  return scopes;
}

/** Gives an app a token for itself, for five minutes. */
export async function issueClientToken(
  tx: Database,
  token: {
    clientId: string;
    scopes: Scope[];
    /** The present secret, and earlier ones. */
    secrets: [string, ...string[]];
    appUrl: string;
    now: Date;
    log?: Log | undefined;
  },
): Promise<string> {
  const { clientId, scopes, now } = token;
  const id = uuid();
  const expiresAt = new Date(now.getTime() + ACCESS_TOKEN_SECONDS * 1000);
  await tx.insert(clientTokens).values({ id, clientId, createdAt: now, expiresAt });
  await touchClient(tx, { clientId, now });
  const claims = { sub: clientId, client_id: clientId, scope: scopes.join(' '), jti: id };
  return signClaims(tx, { ...token, claims });
}

/** Once a minute: a token that is there no more would not say when its app was last used. */
async function touchClient(tx: Database, { clientId, now }: { clientId: string; now: Date }) {
  const minuteAgo = new Date(now.getTime() - 60_000);
  await tx
    .update(oauthClients)
    .set({ lastTokenAt: now })
    .where(
      and(
        eq(oauthClients.id, clientId),
        or(isNull(oauthClients.lastTokenAt), lt(oauthClients.lastTokenAt, minuteAgo)),
      ),
    );
}

const NOW = parameter('now', 'timestamptz');

const clientByToken = prepared((db) =>
  db
    .select({
      clientId: oauthClients.id,
      name: oauthClients.name,
      website: oauthClients.website,
      redirectUris: oauthClients.redirectUris,
      scopes: oauthClients.scopes,
      publicJwk: signingKeys.publicJwk,
    })
    .from(clientTokens)
    .innerJoin(oauthClients, and(eq(oauthClients.id, clientTokens.clientId), eq(oauthClients.enabled, true)))
    .innerJoin(
      signingKeys,
      and(
        eq(signingKeys.kid, sql.placeholder('kid')),
        or(isNull(signingKeys.retiredAt), gt(signingKeys.retiredAt, NOW)),
      ),
    )
    .where(and(eq(clientTokens.id, sql.placeholder('id')), gt(clientTokens.expiresAt, NOW)))
    .prepare('client_by_token'),
);

/**
 * What a token that an app has for itself opens at this moment, for at most one prepared statement: like one of a person it is
 * believed only together with its rows.
 * @returns undefined for a token of another kind, one that is not ours, and one that opens nothing any more
 */
export async function findClientToken(
  db: Database,
  { token, appUrl, now }: { token: string; appUrl: string; now: Date },
): Promise<ClientToken | undefined> {
  const read = readClaims(token, Claims);
  if (!read) return undefined;
  const { jti: id, client_id, scope, iat, exp } = read.claims;
  const [row] = await clientByToken(db).execute({ id, kid: read.kid, now: now.toISOString() });
  if (row?.clientId !== client_id) return undefined;
  const { publicJwk, scopes: may, ...client } = row;
  if (!(await isValid({ text: token, iat, exp }, { publicJwk, appUrl, now }))) return undefined;
  const said = scope.split(' ');
  return {
    ...client,
    id,
    iat,
    exp,
    scopes: may.filter(isServiceScope).filter((name) => said.includes(name)),
  };
}

/** Ends a token: it opens nothing from now on. */
export async function endClientToken(db: Database, { id }: { id: string }): Promise<void> {
  await db.delete(clientTokens).where(eq(clientTokens.id, id));
}

/** Ends all tokens that an app has for itself. */
export async function endClientTokens(db: Database, { clientId }: { clientId: string }): Promise<void> {
  await db.delete(clientTokens).where(eq(clientTokens.clientId, clientId));
}
