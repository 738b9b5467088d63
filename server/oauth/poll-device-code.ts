import { and, eq } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { deviceCodes } from '@/db/schema/oauth';
import { hashToken } from '@/server/auth/tokens';
import { DEVICE_INTERVAL_SECONDS, type Scope } from './catalog';
import { protocolError } from './errors';
import { findStanding, holdClient, lockPersonBehind } from './standing';

/** A device asks whether its person has decided (RFC 8628 section 3.4). */
interface Poll {
  deviceCode: string;
  clientId: string;
  now: Date;
}

/**
 * What a device may do, once its person has said yes, and once only. In a transaction that is committed also when this
 * throws.
 * @returns also the id that its app session gets
 * @throws authorization_pending; slow_down, after which it has to wait five seconds more each time; access_denied;
 *   expired_token; invalid_grant for a code that is unknown, used, or another client's; invalid_client
 */
export async function pollDeviceCode(
  db: Database,
  poll: Poll,
): Promise<{ appSessionId: string; userId: string; scopes: Scope[]; authTime: Date }> {
  const { clientId, now } = poll;
  const hash = hashToken(poll.deviceCode);
  const locked = await lockPersonBehind(db, { table: deviceCodes, column: deviceCodes.deviceCodeHash, hash });
  await holdClient(db, { clientId });
  const code = await lockCode(db, { hash, clientId });
  if (!code || code.usedAt) throw protocolError('invalid_grant', 'The device code is not valid, or was used');
  if (code.decision === 'denied') throw protocolError('access_denied', 'The person said no');
  if (code.expiresAt <= now) throw protocolError('expired_token', 'The device code has expired');
  const { id, userId, authTime } = code;
  // Somebody who decided just now is not locked: the next question finds them.
  if (code.decision === null || userId === null || authTime === null || userId !== locked)
    throw await noteQuestion(db, { code, now });
  await db.update(deviceCodes).set({ usedAt: now }).where(eq(deviceCodes.id, id));
  const scopes = await findStanding(db, { userId, clientId, granted: code.scopes });
  if (!scopes) throw protocolError('invalid_grant', 'The person no longer allows this');
  return { appSessionId: id, userId, scopes, authTime };
}

async function lockCode(db: Database, { hash, clientId }: { hash: string; clientId: string }) {
  const [code] = await db
    .select({
      id: deviceCodes.id,
      userId: deviceCodes.userId,
      scopes: deviceCodes.scopes,
      decision: deviceCodes.decision,
      authTime: deviceCodes.authTime,
      expiresAt: deviceCodes.expiresAt,
      interval: deviceCodes.interval,
      lastAskedAt: deviceCodes.lastAskedAt,
      usedAt: deviceCodes.usedAt,
    })
    .from(deviceCodes)
    .where(and(eq(deviceCodes.deviceCodeHash, hash), eq(deviceCodes.clientId, clientId)))
    .for('update');
  return code;
}

/** Notes a question that came before the decision. @returns what the device is told */
async function noteQuestion(
  db: Database,
  { code, now }: { code: { id: string; interval: number; lastAskedAt: Date | null }; now: Date },
) {
  const { id, interval, lastAskedAt } = code;
  const tooSoon = lastAskedAt !== null && now.getTime() - lastAskedAt.getTime() < interval * 1000;
  await db
    .update(deviceCodes)
    .set({ lastAskedAt: now, interval: interval + (tooSoon ? DEVICE_INTERVAL_SECONDS : 0) })
    .where(eq(deviceCodes.id, id));
  return tooSoon
    ? protocolError('slow_down', 'Wait five seconds longer between two questions from now on')
    : protocolError('authorization_pending', 'The person has not decided yet');
}
