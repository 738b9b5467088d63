import { createPublicKey, type KeyObject } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import type { Database } from '@/db/client';
import { signingKeys } from '@/db/schema/oauth';
import type { Log } from '@/server/log';
import { ACCESS_TOKEN_SECONDS, isScope, type Scope } from './catalog';
import { type PublicJwk, SIGNING_ALGORITHM, signingKey } from './signing-keys';

const TYPE = 'at+jwt';
/** Characters; ours have some 700. */
const LONGEST = 4096;
const FORM = /^[\w-]+\.[\w-]+\.[\w-]{86}$/;
/** Seconds by which the clock of another instance may be ahead. */
const CLOCKS = 5;

const Header = z.strictObject({
  alg: z.literal(SIGNING_ALGORITHM),
  typ: z.literal(TYPE),
  kid: z.string().regex(/^[\w-]{43}$/),
});
const Claims = z.strictObject({
  iss: z.string(),
  aud: z.string(),
  sub: z.uuid(),
  sid: z.uuid(),
  client_id: z.uuid(),
  scope: z.string(),
  jti: z.uuid(),
  iat: z.int(),
  /** We set none; of one that is set it counts. */
  nbf: z.int().optional(),
  exp: z.int(),
  auth_time: z.int(),
});

/** A signed access token (RFC 9068: `typ: at+jwt`) for five minutes. Costs the one statement of `signingKey`. */
export async function signAccessToken(
  db: Database,
  token: {
    /** The present secret, and earlier ones. */
    secrets: [string, ...string[]];
    appUrl: string;
    appSessionId: string;
    userId: string;
    clientId: string;
    scopes: Scope[];
    /** When the person had signed in who let the app in. */
    authTime: Date;
    now: Date;
    log?: Log | undefined;
  },
): Promise<string> {
  const { userId: sub, appSessionId: sid, clientId, scopes, authTime } = token;
  const own = { sub, sid, client_id: clientId, scope: scopes.join(' '), jti: uuid() };
  return signClaims(db, { ...token, claims: { ...own, auth_time: seconds(authTime) } });
}

/** Signs what a token says, for five minutes and for nobody but us. Costs the one statement of `signingKey`. */
export async function signClaims(
  db: Database,
  token: {
    /** The present secret, and earlier ones. */
    secrets: [string, ...string[]];
    appUrl: string;
    claims: JWTPayload;
    now: Date;
    log?: Log | undefined;
  },
): Promise<string> {
  const { appUrl, claims, now } = token;
  const { kid, key } = await signingKey(db, token);
  const iat = seconds(now);
  return new SignJWT({ iss: appUrl, aud: appUrl, ...claims, iat, exp: iat + ACCESS_TOKEN_SECONDS })
    .setProtectedHeader({ alg: SIGNING_ALGORITHM, typ: TYPE, kid })
    .sign(key);
}

/** What a valid access token says. `exp` and `iat` in seconds. */
export interface AccessToken {
  sid: string;
  sub: string;
  clientId: string;
  scopes: Scope[];
  aud: string;
  jti: string;
  iat: number;
  exp: number;
}

/** What an access token says of itself. Nothing of it is proven. */
export interface ReadAccessToken extends AccessToken {
  kid: string;
  text: string;
}

/**
 * Reads a token of the one form that ours have: the header of RFC 9068 section 2.1 with exactly these parameters, so
 * that none can name another algorithm or bring a key of its own (RFC 8725 sections 3.1 and 3.5), and our claims.
 * @returns undefined for anything else
 */
export function readAccessToken(text: string): ReadAccessToken | undefined {
  const read = readClaims(text, Claims);
  if (!read) return undefined;
  const { client_id: clientId, scope, ...others } = read.claims;
  return { ...others, clientId, scopes: scope.split(' ').filter(isScope), kid: read.kid, text };
}

/** The claims of a token of the form that ours have, where they are those of its kind. Nothing of it is proven. */
export function readClaims<Kind extends z.ZodType>(
  text: string,
  kind: Kind,
): { kid: string; claims: z.output<Kind> } | undefined {
  if (text.length > LONGEST || !FORM.test(text)) return undefined;
  const [head = '', body = '', signature = ''] = text.split('.');
  if (decoded(signature) === undefined) return undefined;
  const header = Header.safeParse(readJson(head));
  const claims = kind.safeParse(readJson(body));
  return header.success && claims.success ? { kid: header.data.kid, claims: claims.data } : undefined;
}

/** Whether a token is ours, by this key, and in its time. */
export async function isValid(
  { text, iat, exp }: Pick<ReadAccessToken, 'text' | 'iat' | 'exp'>,
  { publicJwk, appUrl, now }: { publicJwk: PublicJwk; appUrl: string; now: Date },
): Promise<boolean> {
  if (iat > seconds(now) + CLOCKS || exp - iat > ACCESS_TOKEN_SECONDS) return false;
  return jwtVerify(text, publicKeyOf(publicJwk), {
    algorithms: [SIGNING_ALGORITHM],
    typ: TYPE,
    issuer: appUrl,
    audience: appUrl,
    currentDate: now,
  }).then(
    () => true,
    () => false,
  );
}

/** What an access token says that is ours by its signature, and in its time; undefined for any other. */
export async function verifyAccessToken(
  db: Database,
  { token, appUrl, now }: { token: string; appUrl: string; now: Date },
): Promise<AccessToken | undefined> {
  const read = readAccessToken(token);
  if (!read) return undefined;
  const [key] = await db
    .select({ publicJwk: signingKeys.publicJwk, retiredAt: signingKeys.retiredAt })
    .from(signingKeys)
    .where(eq(signingKeys.kid, read.kid))
    .limit(1);
  if (!key || (key.retiredAt && key.retiredAt <= now)) return undefined;
  return (await isValid(read, { publicJwk: key.publicJwk, appUrl, now })) ? read : undefined;
}

/** The bytes of a part, which are spelled in one way only (RFC 4648 section 3.5). */
function decoded(part: string) {
  const bytes = Buffer.from(part, 'base64url');
  return bytes.toString('base64url') === part ? bytes : undefined;
}

/** JSON that is spelled in one way only: no member twice, no spaces, no bytes that are no text. */
function readJson(part: string): unknown {
  const text = decoded(part)?.toString('utf8');
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return JSON.stringify(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

const imported = new Map<string, KeyObject>();
const IMPORTED_AT_MOST = 16;

/** The key object of a row; kept, since the same coordinates always make the same one. */
function publicKeyOf({ kty, crv, x, y }: PublicJwk): KeyObject {
  const known = imported.get(`${x}.${y}`);
  if (known) return known;
  const key = createPublicKey({ key: { kty, crv, x, y }, format: 'jwk' });
  if (imported.size >= IMPORTED_AT_MOST) imported.clear();
  imported.set(`${x}.${y}`, key);
  return key;
}

function seconds(date: Date) {
  return Math.floor(date.getTime() / 1000);
}
