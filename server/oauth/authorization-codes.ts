import { and, eq, isNull } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { authorizationCodes } from '@/db/schema/oauth';
import type { Cause } from '@/server/audit/commands';
import { hashToken, randomToken } from '@/server/auth/tokens';
import { CODE_SECONDS, type Scope } from './catalog';
import { protocolError } from './errors';
import { endReused } from './reuse';
import { findStanding, holdClient, lockPersonBehind } from './standing';

/** Makes the code that takes a person's yes to the app. It is stored nowhere else, and good for a minute and one use. */
export async function issueCode(
  db: Database,
  given: {
    clientId: string;
    userId: string;
    scopes: Scope[];
    redirectUri: string;
    codeChallenge: string;
    authTime: Date;
    now: Date;
  },
): Promise<string> {
  const { now, ...facts } = given;
  const code = randomToken();
  await db.insert(authorizationCodes).values({
    ...facts,
    codeHash: hashToken(code),
    createdAt: now,
    expiresAt: new Date(now.getTime() + CODE_SECONDS * 1000),
  });
  return code;
}

/** What a code stands for. The app session is not there yet: its id is reserved, so that a second use finds it. */
export interface RedeemedCode {
  appSessionId: string;
  userId: string;
  scopes: Scope[];
  codeChallenge: string;
  authTime: Date;
}

/**
 * Uses a code up, whatever comes of it: whoever guesses at the rest of the request has one guess. In a transaction that
 * is committed also when this throws. A code that was used before ends what the first use began.
 * @throws invalid_client for one removed meanwhile; invalid_grant for a code that is unknown, used, expired, another client's or for another address, or whose
 *   person or app may not do this any more
 */
export async function redeemCode(
  db: Database,
  redeem: { code: string; clientId: string; redirectUri: string | undefined; cause: Cause; now: Date },
): Promise<RedeemedCode> {
  const { code, clientId, redirectUri, cause, now } = redeem;
  const hash = hashToken(code);
  const here = eq(authorizationCodes.codeHash, hash);
  await lockPersonBehind(db, { table: authorizationCodes, column: authorizationCodes.codeHash, hash });
  await holdClient(db, { clientId });
  const appSessionId = uuid();
  const [used] = await db
    .update(authorizationCodes)
    .set({ usedAt: now, appSessionId })
    .where(and(here, isNull(authorizationCodes.usedAt)))
    .returning({
      userId: authorizationCodes.userId,
      clientId: authorizationCodes.clientId,
      scopes: authorizationCodes.scopes,
      redirectUri: authorizationCodes.redirectUri,
      codeChallenge: authorizationCodes.codeChallenge,
      authTime: authorizationCodes.authTime,
      expiresAt: authorizationCodes.expiresAt,
    });
  if (!used) {
    const [first] = await db
      .select({ appSessionId: authorizationCodes.appSessionId })
      .from(authorizationCodes)
      .where(here)
      .limit(1);
    if (first?.appSessionId) await endReused(db, { id: first.appSessionId, what: 'code', cause, now });
    throw protocolError('invalid_grant', 'The code is not valid, or was used before');
  }
  if (used.clientId !== clientId) throw protocolError('invalid_grant', 'The code is for another client');
  if (used.redirectUri !== redirectUri)
    throw protocolError('invalid_grant', 'The code was sent to another redirect_uri');
  if (used.expiresAt <= now) throw protocolError('invalid_grant', 'The code has expired');
  const scopes = await findStanding(db, { userId: used.userId, clientId, granted: used.scopes });
  if (!scopes) throw protocolError('invalid_grant', 'The person no longer allows this');
  return { ...used, appSessionId, scopes };
}
