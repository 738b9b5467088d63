import { and, desc, eq, gt, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { parameter, prepared } from '@/db/prepared';
import { trustedDevices } from '@/db/schema/factors';
import type { Cause } from '@/server/audit/commands';
import { DomainError } from '@/server/errors';
import { recordSecurityEvent } from '@/server/security/commands';
import { readUserAgent } from '@/server/security/user-agent';
import { endSignIns } from './end-access';
import { lockPerson } from './factors';
import { hashToken, randomToken } from './tokens';

/** Seconds that a browser stays trusted: 30 days. */
export const TRUST_SECONDS = 30 * 86_400;

/** A trusted browser as its person sees it. */
export interface TrustedDevice {
  id: string;
  browser: string | null;
  system: string | null;
  createdAt: Date;
  lastUsedAt: Date;
  expiresAt: Date;
  ip: string | null;
  thisDevice: boolean;
}

const deviceTrusted = prepared((db) => {
  const now = parameter('now', 'timestamptz');
  return db
    .insert(trustedDevices)
    .values({
      id: parameter('id', 'uuid'),
      userId: parameter('userId', 'uuid'),
      tokenHash: parameter('tokenHash', 'text'),
      createdAt: now,
      lastUsedAt: now,
      expiresAt: parameter('expiresAt', 'timestamptz'),
      ip: parameter('ip', 'text'),
      userAgent: parameter('userAgent', 'text'),
    })
    .prepare('device_trusted');
});

/**
 * Trusts this browser from now on, inside the transaction of the proof. It has one trust of a person: a new one takes
 * the place of the one that its cookie stands for.
 * @returns the token for the cookie
 */
export async function trustDevice(
  db: Database,
  trust: {
    userId: string;
    deviceCookie: string | undefined;
    ip: string;
    userAgent: string | undefined;
    cause: Cause;
    now: Date;
  },
): Promise<string> {
  const { userId, deviceCookie, ip, userAgent, cause, now } = trust;
  if (deviceCookie) {
    const replaced = eq(trustedDevices.tokenHash, hashToken(deviceCookie));
    await db.delete(trustedDevices).where(and(eq(trustedDevices.userId, userId), replaced));
  }
  const token = randomToken();
  const expiresAt = new Date(now.getTime() + TRUST_SECONDS * 1000);
  await deviceTrusted(db).execute({
    ...{ id: uuid(), userId, tokenHash: hashToken(token), ip, userAgent: userAgent ?? null },
    ...{ now: now.toISOString(), expiresAt: expiresAt.toISOString() },
  });
  await recordSecurityEvent(db, {
    kind: 'trustedDevice.added',
    userId,
    cause,
    details: namesOf(userAgent),
    now,
  });
  return token;
}

/** Of a person's trusted browsers so many are listed; each ends by itself after thirty days. */
const MOST_LISTED = 100;

/** The browsers that a person trusts, the one used last first, a hundred at most. */
export async function listTrustedDevices(
  db: Database,
  { userId, deviceCookie, now }: { userId: string; deviceCookie: string | undefined; now: Date },
): Promise<TrustedDevice[]> {
  const devices = await db
    .select({
      id: trustedDevices.id,
      createdAt: trustedDevices.createdAt,
      lastUsedAt: trustedDevices.lastUsedAt,
      expiresAt: trustedDevices.expiresAt,
      ip: trustedDevices.ip,
      userAgent: trustedDevices.userAgent,
      thisDevice: sql<boolean>`${trustedDevices.tokenHash} = ${hashToken(deviceCookie ?? '')}`,
    })
    .from(trustedDevices)
    .where(and(eq(trustedDevices.userId, userId), gt(trustedDevices.expiresAt, now)))
    .orderBy(desc(trustedDevices.lastUsedAt), desc(trustedDevices.id))
    .limit(MOST_LISTED);
  return devices.map(({ userAgent, ...device }) => ({ ...device, ...readUserAgent(userAgent) }));
}

/** Trusts a browser no longer; sign-ins under way end, since one of them may have passed by that trust. @throws NOT_FOUND */
export async function revokeTrustedDevice(
  db: Database,
  { id, userId, cause, now }: { id: string; userId: string; cause: Cause; now: Date },
): Promise<void> {
  await db.transaction(async (tx) => {
    await endSignIns(tx, { person: await lockPerson(tx, { userId }) });
    const [revoked] = await tx
      .delete(trustedDevices)
      .where(and(eq(trustedDevices.id, id), eq(trustedDevices.userId, userId)))
      .returning({ userAgent: trustedDevices.userAgent });
    if (!revoked) throw new DomainError('NOT_FOUND');
    const details = namesOf(revoked.userAgent);
    await recordSecurityEvent(tx, { kind: 'trustedDevice.removed', userId, cause, details, now });
  });
}

/** Notes that somebody has signed in in a browser that they trust. */
export async function touchTrustedDevice(
  db: Database,
  { userId, deviceCookie, ip, now }: { userId: string; deviceCookie: string; ip: string; now: Date },
) {
  await db
    .update(trustedDevices)
    .set({ lastUsedAt: now, ip })
    .where(
      and(
        eq(trustedDevices.userId, userId),
        eq(trustedDevices.tokenHash, hashToken(deviceCookie)),
        gt(trustedDevices.expiresAt, now),
      ),
    );
}

/** What the browser is called, as far as it is known. */
function namesOf(userAgent: string | null | undefined) {
  const { browser, system } = readUserAgent(userAgent);
  return { ...(browser !== null && { browser }), ...(system !== null && { system }) };
}
