import { and, desc, eq, gt, inArray, lt, type SQL } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { securityEvents } from '@/db/schema/security';
import { type EventGroup, isEventKind, LOG_DAYS, SECURITY_EVENTS, type SecurityEventKind } from './catalog';
import { readUserAgent } from './user-agent';

/** An event as its person reads it. */
export interface ListedEvent {
  id: string;
  at: Date;
  kind: SecurityEventKind;
  group: EventGroup;
  browser: string | null;
  system: string | null;
  ip: string | null;
  sessionId: string | null;
  /** It happened in the session that asks. */
  thisSession: boolean;
  details: Record<string, string | number | boolean>;
}

/**
 * A page of what happened around a person's ways in during the last 90 days, the newest first.
 * @param of.group only these
 * @param of.before the id of the last event seen: older ones follow
 * @returns `next`: what `before` has to be for the page after this one; null at the end
 */
export async function listSecurityEvents(
  db: Database,
  of: {
    userId: string;
    sessionId: string;
    group?: EventGroup | undefined;
    before?: string | undefined;
    limit: number;
    now: Date;
  },
): Promise<{ events: ListedEvent[]; next: string | null }> {
  const { userId, sessionId, group, before, limit, now } = of;
  const since = new Date(now.getTime() - LOG_DAYS * 86_400_000);
  const rows = await selectEvents(
    db,
    and(
      eq(securityEvents.userId, userId),
      gt(securityEvents.at, since),
      // Also without a filter: what a newer version wrote has no words here.
      inArray(securityEvents.kind, kindsOf(group)),
      before === undefined ? undefined : lt(securityEvents.id, before),
    ),
  )
    .orderBy(desc(securityEvents.id))
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    events: page.flatMap((row) => {
      const event = readEvent(row);
      return event ? [{ ...event, thisSession: event.sessionId === sessionId }] : [];
    }),
    next: rows.length > limit && last ? last.id : null,
  };
}

function selectEvents(db: Database, where: SQL | undefined) {
  return db
    .select({
      id: securityEvents.id,
      at: securityEvents.at,
      kind: securityEvents.kind,
      sessionId: securityEvents.sessionId,
      ip: securityEvents.ip,
      userAgent: securityEvents.userAgent,
      details: securityEvents.details,
    })
    .from(securityEvents)
    .where(where)
    .$dynamic();
}

/** A row in the words of the catalogue; undefined for a kind that is not in it. */
function readEvent(row: Awaited<ReturnType<typeof selectEvents>>[number]) {
  const { kind, userAgent, details, ...event } = row;
  if (!isEventKind(kind)) return undefined;
  const { group } = SECURITY_EVENTS[kind];
  return { ...event, ...readUserAgent(userAgent), kind, group, details: details ?? {} };
}

function kindsOf(group: EventGroup | undefined) {
  return Object.entries(SECURITY_EVENTS).flatMap(([kind, entry]) =>
    group === undefined || entry.group === group ? [kind] : [],
  );
}
