import { and, asc, desc, eq, gt, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { appSessions, authorizationCodes, deviceCodes, oauthClients, oauthConsents } from '@/db/schema/oauth';
import { securityEvents } from '@/db/schema/security';
import type { Cause } from '@/server/audit/commands';
import { lockPerson } from '@/server/auth/factors';
import { recordSecurityEvent } from '@/server/security/commands';
import { readUserAgent } from '@/server/security/user-agent';
import { isAppAlive } from './app-sessions';
import { findClient } from './queries';
import { scopesToday } from './standing';

/** Days that a token which was used twice is told on the page; the log has it for longer. */
const NOTICE_DAYS = 30;
const NOTICES_MAX = 5;

/** An app that may act for a person, and where it is signed in at this moment. */
export type AllowedApp = Awaited<ReturnType<typeof listApps>>[number];

/** What a stolen token did: something that works once was used twice. */
export type ReusedToken = Awaited<ReturnType<typeof listReusedTokens>>[number];

/** More than anybody has allowed. */
const MOST_APPS = 500;
/** Where an app is signed in: of each the places of last use, so that none can fill the page and hide another. */
const MOST_DEVICES = 20;

/**
 * The apps that may act for a person, the one allowed last first, in one statement. `scopes` is what each can do today: what it was
 * given, less what it may no longer ask for. `devices` are the twenty places where it was used last, of `deviceCount`.
 */
export async function listApps(db: Database, { userId, now }: { userId: string; now: Date }) {
  const device = db
    .select({
      id: appSessions.id,
      createdAt: appSessions.createdAt,
      lastSeenAt: appSessions.lastSeenAt,
      ip: appSessions.lastIp,
      userAgent: appSessions.userAgent,
      count: sql<number>`(count(*) over ())::int`.as('count'),
    })
    .from(appSessions)
    .where(
      and(
        eq(appSessions.userId, userId),
        eq(appSessions.clientId, oauthConsents.clientId),
        isAppAlive(sql`${now.toISOString()}::timestamptz`),
      ),
    )
    .orderBy(desc(appSessions.lastSeenAt))
    .limit(MOST_DEVICES)
    .as('device');
  const { id, createdAt, lastSeenAt, ip, userAgent, count } = device;
  const rows = await db
    .select({
      clientId: oauthClients.id,
      name: oauthClients.name,
      description: oauthClients.description,
      website: oauthClients.website,
      enabled: oauthClients.enabled,
      granted: oauthConsents.scopes,
      askable: oauthClients.scopes,
      since: oauthConsents.createdAt,
      deviceCount: sql<number>`coalesce(${count}, 0)`,
      session: { id, createdAt, lastSeenAt, ip, userAgent },
    })
    .from(oauthConsents)
    .innerJoin(oauthClients, eq(oauthClients.id, oauthConsents.clientId))
    .leftJoinLateral(device, sql`true`)
    .where(eq(oauthConsents.userId, userId))
    .orderBy(desc(oauthConsents.createdAt), asc(oauthClients.id), desc(lastSeenAt))
    .limit(MOST_APPS * MOST_DEVICES);
  const firstOfEach = rows.filter(({ clientId }, n) => rows[n - 1]?.clientId !== clientId);
  return firstOfEach.map(({ session: _, granted, askable, ...app }) => ({
    ...app,
    scopes: scopesToday({ granted, askable }),
    devices: rows.flatMap(({ clientId, session }) => {
      if (clientId !== app.clientId || !session) return [];
      const { userAgent: agent, ...facts } = session;
      return [{ ...facts, ...readUserAgent(agent) }];
    }),
  }));
}

/** Tokens of a person's apps that were used twice within the last 30 days, the newest first: both uses of each. */
export async function listReusedTokens(db: Database, { userId, now }: { userId: string; now: Date }) {
  const since = new Date(now.getTime() - NOTICE_DAYS * 86_400_000);
  const events = await db
    .select({
      id: securityEvents.id,
      at: securityEvents.at,
      ip: securityEvents.ip,
      userAgent: securityEvents.userAgent,
      details: securityEvents.details,
    })
    .from(securityEvents)
    .where(
      and(
        eq(securityEvents.userId, userId),
        eq(securityEvents.kind, 'app.tokenReused'),
        gt(securityEvents.at, since),
      ),
    )
    .orderBy(desc(securityEvents.id))
    .limit(NOTICES_MAX);
  return events.map(({ id, at, ip, userAgent, details }) => ({
    id,
    name: text(details?.name),
    first: {
      at: text(details?.firstAt),
      ip: text(details?.firstIp),
      ...readUserAgent(text(details?.firstUserAgent)),
    },
    second: { at: at.toISOString(), ip, ...readUserAgent(userAgent) },
  }));
}

/**
 * Takes back what a person has allowed an app: it is signed out everywhere, its access and refresh tokens open nothing
 * from the next request on, and a code that is on its way signs it in no more. Sent twice, the second finds nothing.
 * @returns how often it was signed in
 */
export async function revokeApp(
  db: Database,
  { userId, clientId, cause, now }: { userId: string; clientId: string; cause: Cause; now: Date },
): Promise<{ endedSessions: number }> {
  return db.transaction(async (tx) => {
    await lockPerson(tx, { userId, sessionId: cause.sessionId });
    const client = await findClient(tx, { clientId, hold: true });
    const ended = client && (await endApp(tx, { userId, clientId }));
    if (!ended) return { endedSessions: 0 };
    await recordSecurityEvent(tx, { kind: 'app.revoked', userId, cause, details: ended, now });
    return { endedSessions: ended.endedSessions };
  });
}

/** In one statement; undefined when the person had not allowed it. */
async function endApp(db: Database, { userId, clientId }: { userId: string; clientId: string }) {
  const ofBoth = (
    table: typeof oauthConsents | typeof appSessions | typeof authorizationCodes | typeof deviceCodes,
  ) => and(eq(table.userId, userId), eq(table.clientId, clientId));
  const consent = db
    .$with('consent')
    .as(
      db.delete(oauthConsents).where(ofBoth(oauthConsents)).returning({ clientId: oauthConsents.clientId }),
    );
  const sessions = db
    .$with('ended')
    .as(db.delete(appSessions).where(ofBoth(appSessions)).returning({ id: appSessions.id }));
  const codes = db
    .$with('codes')
    .as(db.delete(authorizationCodes).where(ofBoth(authorizationCodes)).returning({ gone: sql`1` }));
  const devices = db
    .$with('devices')
    .as(db.delete(deviceCodes).where(ofBoth(deviceCodes)).returning({ gone: sql`1` }));
  const [ended] = await db
    .with(consent, sessions, codes, devices)
    .select({
      name: oauthClients.name,
      endedSessions: sql<number>`(select count(*)::int from ${sessions})`,
    })
    .from(consent)
    .innerJoin(oauthClients, eq(oauthClients.id, consent.clientId));
  return ended;
}

function text(detail: unknown) {
  return typeof detail === 'string' ? detail : null;
}
