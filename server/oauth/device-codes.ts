import { randomInt } from 'node:crypto';
import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { deviceCodes, oauthClients } from '@/db/schema/oauth';
import { hashToken, randomToken } from '@/server/auth/tokens';
import { DEVICE_CODE_SECONDS, DEVICE_INTERVAL_SECONDS, type Scope } from './catalog';

/** RFC 8628 section 6.1: no vowels, so that no words come out, and nothing that looks like something else. */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';
const USER_CODE_LENGTH = 8;

/**
 * A device begins to wait for its person (RFC 8628 section 3.1).
 * @returns the secret that the device asks with, and what the person types, `XXXX-XXXX`
 */
export async function requestDeviceCode(
  db: Database,
  asked: { clientId: string; scopes: Scope[]; ip: string; userAgent: string | undefined; now: Date },
): Promise<{ deviceCode: string; userCode: string }> {
  const { now, ...facts } = asked;
  const deviceCode = randomToken();
  for (;;) {
    const userCode = Array.from({ length: USER_CODE_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join(
      '',
    );
    const [made] = await db
      .insert(deviceCodes)
      .values({
        ...facts,
        id: uuid(),
        deviceCodeHash: hashToken(deviceCode),
        userCode,
        createdAt: now,
        expiresAt: new Date(now.getTime() + DEVICE_CODE_SECONDS * 1000),
        interval: DEVICE_INTERVAL_SECONDS,
      })
      // Two of 20^8 can be the same: another one then.
      .onConflictDoNothing({ target: deviceCodes.userCode })
      .returning({ id: deviceCodes.id });
    if (made) return { deviceCode, userCode: `${userCode.slice(0, 4)}-${userCode.slice(4)}` };
  }
}

/**
 * What waits under a code that a person typed, hyphen or not; undefined when nothing does any more.
 * @param find.hold as for `findClient`
 */
export async function findDeviceRequest(
  db: Database,
  { userCode, now, hold = false }: { userCode: string; now: Date; hold?: boolean },
) {
  const query = db
    .select({
      id: deviceCodes.id,
      scopes: deviceCodes.scopes,
      createdAt: deviceCodes.createdAt,
      expiresAt: deviceCodes.expiresAt,
      ip: deviceCodes.ip,
      userAgent: deviceCodes.userAgent,
      client: {
        id: oauthClients.id,
        name: oauthClients.name,
        description: oauthClients.description,
        website: oauthClients.website,
        scopes: oauthClients.scopes,
      },
    })
    .from(deviceCodes)
    .innerJoin(oauthClients, eq(oauthClients.id, deviceCodes.clientId))
    .where(
      and(isWaiting({ userCode, now }), eq(oauthClients.enabled, true), eq(oauthClients.deviceFlow, true)),
    )
    .limit(1);
  const [waiting] = await (hold ? query.for('share', { of: oauthClients }) : query);
  return waiting;
}

/**
 * Notes what a person said to a device, once: of two decisions at the same moment the first counts.
 * @param decided.scopes those that the person gives, some of what was asked for; none when they say no
 * @returns the id of the app; undefined when nothing waits under this code any more, or it did not ask for that much
 */
export async function decideDevice(
  db: Database,
  decided: {
    userCode: string;
    userId: string;
    decision: 'allowed' | 'denied';
    scopes: Scope[];
    authTime: Date;
    now: Date;
  },
): Promise<{ clientId: string } | undefined> {
  const { userCode, userId, decision, scopes, authTime, now } = decided;
  const [row] = await db
    .update(deviceCodes)
    .set({ userId, decision, scopes, authTime })
    .where(and(isWaiting({ userCode, now }), sql`${deviceCodes.scopes} @> ${JSON.stringify(scopes)}::jsonb`))
    .returning({ clientId: deviceCodes.clientId });
  return row;
}

function isWaiting({ userCode, now }: { userCode: string; now: Date }) {
  return and(
    eq(deviceCodes.userCode, userCode.toUpperCase().replace(/[^A-Z]/g, '')),
    isNull(deviceCodes.decision),
    gt(deviceCodes.expiresAt, now),
  );
}
