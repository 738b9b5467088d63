import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { isAmong } from '@/db/is-among';
import { emailChanges, securityEvents } from '@/db/schema/security';
import { profiles, users } from '@/db/schema/users';
import { NOT_ME_DAYS } from '@/server/auth/not-me';
import { signLink } from '@/server/links';
import { composeSecurityNotice, composeUndoNotice } from '@/server/mail/compose-security';
import { TEXTS } from '@/server/mail/letter';
import { READER } from '@/server/mail/reader';
import type { MailServices } from '@/server/mail/tasks';
import { isEventKind, isMailed } from '@/server/security/catalog';
import { readUserAgent } from '@/server/security/user-agent';
import { byId } from './by-id';
import type { Letter, MailEntry } from './mail-entry';

type SecurityType =
  | 'security.newSignIn'
  | 'security.factorChanged'
  | 'security.appChanged'
  | 'security.emailChanged';

/** An event of the security log, with "This was not me". Of a changed address: to the earlier one, with the way back. */
export const SECURITY_NOTICE: MailEntry<SecurityType> = {
  async find(services, told, { userId, now }) {
    const eventIds = told.map(({ data }) => data.eventId);
    const eventOf = byId(await listEvents(services.db, { eventIds, userId }));
    return ({ data }) => letterOf(services, eventOf(data.eventId), now);
  },

  caps: ({ userId, data }) => {
    const kind = 'kind' in data ? data.kind : 'session.startedInNewBrowser';
    // Each address change is told, whatever else happened: it is the one thing with a way back in it.
    return kind === 'email.changed'
      ? []
      : [{ limit: 'notice.person', key: `${userId}:${kind}`, beyond: 'drop' }];
  },
};

function letterOf(
  { appUrl, secret }: MailServices,
  event: LoggedEvent | undefined,
  now: Date,
): Letter | undefined {
  if (!event || !isEventKind(event.kind) || !isMailed(event.kind)) return undefined;
  const { change, userAgent, kind } = event;
  const notice = { ...event, kind, ...readUserAgent(userAgent), details: event.details ?? {} };
  const line = { text: TEXTS[event.locale].notices[kind].subject, link: `${appUrl}/settings/security` };
  if (kind === 'email.changed') {
    const linkUntil = change?.undoUntil;
    if (!linkUntil || change.undoneAt || linkUntil <= now) return undefined;
    const token = signLink({ secret, purpose: 'email-undo', id: change.id });
    const link = `${appUrl}/email-change/undo?token=${token}`;
    return { to: change.oldEmail, line, compose: () => composeUndoNotice({ ...notice, link, linkUntil }) };
  }
  const link = `${appUrl}/not-me?token=${signLink({ secret, purpose: 'not-me', id: event.id })}`;
  const linkUntil = new Date(event.at.getTime() + NOT_ME_DAYS * 86_400_000);
  return { to: event.email, line, compose: () => composeSecurityNotice({ ...notice, link, linkUntil }) };
}

type LoggedEvent = Awaited<ReturnType<typeof listEvents>>[number];

/** Events with their person and, where one tells of one, the change of address. */
function listEvents(db: Database, { eventIds, userId }: { eventIds: string[]; userId: string }) {
  return db
    .select({
      id: securityEvents.id,
      ...READER,
      email: users.email,
      kind: securityEvents.kind,
      at: securityEvents.at,
      ip: securityEvents.ip,
      userAgent: securityEvents.userAgent,
      details: securityEvents.details,
      change: {
        id: emailChanges.id,
        oldEmail: emailChanges.oldEmail,
        undoUntil: emailChanges.undoUntil,
        undoneAt: emailChanges.undoneAt,
      },
    })
    .from(securityEvents)
    .innerJoin(users, eq(users.id, securityEvents.userId))
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .leftJoin(emailChanges, sql`${emailChanges.id} = (${securityEvents.details}->>'changeId')::uuid`)
    .where(and(isAmong(securityEvents.id, eventIds), eq(securityEvents.userId, userId)));
}
