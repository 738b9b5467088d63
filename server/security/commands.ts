import { eq, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { parameter, prepared } from '@/db/prepared';
import { securityEvents } from '@/db/schema/security';
import { users } from '@/db/schema/users';
import { type Cause, recordAudit } from '@/server/audit/commands';
import { notify } from '@/server/notifications/commands';
import {
  isMailed,
  type MailedEventKind,
  noticeTypeOf,
  SECURITY_EVENTS,
  type SecurityEventKind,
} from './catalog';

/** What happened to whom. `details` holds names and numbers, never a secret. */
export interface SecurityEvent {
  kind: SecurityEventKind;
  userId: string;
  cause: Cause;
  details?: Record<string, string | number | boolean>;
  /** Details for the person alone: in their log, which goes with the account, and not in the audit trail. */
  ownDetails?: Record<string, string>;
  /** Somebody of the staff did it: in which session and from where is in the trail, and not the person's to know. */
  byStaff?: true;
  /** False: in the log alone, though its kind is one that is mailed. */
  mailed?: boolean;
  now: Date;
}

const eventAdded = prepared((db) => {
  return db
    .insert(securityEvents)
    .values({
      id: parameter('id', 'uuid'),
      userId: parameter('userId', 'uuid'),
      at: parameter('at', 'timestamptz'),
      kind: parameter('kind', 'text'),
      sessionId: parameter('sessionId', 'uuid'),
      ip: parameter('ip', 'text'),
      userAgent: parameter('userAgent', 'text'),
      details: parameter('details', 'jsonb'),
    })
    .prepare('security_event');
});

/**
 * Writes an event into the person's security log and the audit trail and, for the kinds that are mailed, has them told; all
 * in the transaction of what it tells about.
 */
export async function recordSecurityEvent(db: Database, event: SecurityEvent) {
  const { kind, userId, cause, details, ownDetails, mailed = true, now } = event;
  const { sessionId, ip, userAgent }: Partial<Cause> = event.byStaff ? {} : cause;
  const id = uuid();
  const told = ownDetails ? { ...details, ...ownDetails } : details;
  await eventAdded(db).execute({
    ...{ id, userId, kind, at: now.toISOString(), details: told ? JSON.stringify(told) : null },
    ...{ sessionId: sessionId ?? null, ip: ip ?? null, userAgent: userAgent ?? null },
  });
  const after: Record<string, unknown> = {
    ...(cause.sessionId && { sessionId: cause.sessionId }),
    ...details,
  };
  // What somebody called a factor of theirs is for their own log: the trail outlives the account.
  if (SECURITY_EVENTS[kind].group === 'factors') delete after.name;
  await recordAudit(db, {
    kind,
    cause,
    subjectId: userId,
    ...(Object.keys(after).length && { after }),
    now,
  });
  if (mailed && isMailed(kind)) await tell(db, { eventId: id, kind, userIds: [userId], now });
}

/** Has the person told, or nobody, which takes the same. Of what they did themselves too: it may have been somebody else. */
async function tell(
  db: Database,
  of: { eventId: string; kind: MailedEventKind; userIds: string[]; now: Date },
): Promise<void> {
  const { eventId, kind, userIds, now } = of;
  const to = { kind: 'people' as const, ids: userIds };
  const type = noticeTypeOf(kind);
  const notice = { to, objectId: eventId, now };
  if (type === 'security.newSignIn') await notify(db, { type, data: { eventId }, ...notice });
  else await notify(db, { type, data: { eventId, kind }, ...notice });
}

/**
 * Writes what a visitor did about an address into the log of whoever has it, and has them told. Nobody may have it: the
 * statements are the same, so that the time they take tells nothing. The trail has only what is proven, so there is no
 * entry in it.
 */
export async function recordForAddress(
  db: Database,
  event: {
    kind: SecurityEventKind;
    email: string;
    ip: string;
    userAgent: string | undefined;
    details?: Record<string, string>;
    now: Date;
  },
) {
  const { kind, email, ip, userAgent, details, now } = event;
  const id = uuid();
  const written = await db
    .insert(securityEvents)
    .select(
      db
        .select({
          id: sql`${id}::uuid`.as('id'),
          userId: users.id,
          at: sql`${now.toISOString()}::timestamptz`.as('at'),
          kind: sql`${kind}::text`.as('kind'),
          sessionId: sql`null::uuid`.as('session_id'),
          ip: sql`${ip}::text`.as('ip'),
          userAgent: sql`${userAgent ?? null}::text`.as('user_agent'),
          details: sql`${details ? JSON.stringify(details) : null}::jsonb`.as('details'),
        })
        .from(users)
        .where(eq(users.email, email)),
    )
    .returning({ userId: securityEvents.userId });
  const userIds = written.map(({ userId }) => userId);
  if (isMailed(kind)) await tell(db, { eventId: id, kind, userIds, now });
}
