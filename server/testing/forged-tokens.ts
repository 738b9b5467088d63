import { createPublicKey, type KeyObject, sign } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { signingKey } from '@/server/oauth/signing-keys';
import { SECRET, servicesFor } from './callers';

/** What somebody who makes a token of their own has to work with. */
export interface Forgery {
  header: { alg: string; typ: string; kid: string };
  claims: Record<string, unknown>;
  /** Our own key: with it everything but what a test changes is as it should be. */
  key: KeyObject;
  publicKey: KeyObject;
}

/** What a token of an app session says, and the key that signs it, for a test to change. */
export async function forgery(
  db: Database,
  {
    app,
    person,
    now = new Date(),
  }: { app: { id: string; client: { id: string } }; person: { id: string }; now?: Date },
): Promise<Forgery> {
  const { kid, key } = await signingKey(db, { secrets: [SECRET], now });
  const { appUrl } = servicesFor(db);
  const iat = Math.floor(now.getTime() / 1000);
  const claims = {
    iss: appUrl,
    aud: appUrl,
    sub: person.id,
    sid: app.id,
    client_id: app.client.id,
    scope: 'profile.read',
    jti: uuid(),
    iat,
    exp: iat + 300,
    auth_time: iat,
  };
  return { header: { alg: 'ES256', typ: 'at+jwt', kid }, claims, key, publicKey: createPublicKey(key) };
}

/** Spells and signs a token by hand, since no library makes what has to be refused. Text stands as it is. */
export function spell(
  { header, claims }: { header: object | string; claims: object | string },
  signature: KeyObject | ((data: string) => Buffer),
) {
  const data = `${part(header)}.${part(claims)}`;
  const bytes =
    typeof signature === 'function'
      ? signature(data)
      : sign('sha256', Buffer.from(data), { key: signature, dsaEncoding: 'ieee-p1363' });
  return `${data}.${bytes.toString('base64url')}`;
}

function part(content: object | string) {
  return Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)).toString('base64url');
}
