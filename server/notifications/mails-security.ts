import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { emailChanges, securityEvents } from '@/db/schema/security';
import { profiles, users } from '@/db/schema/users';
import { NOT_ME_DAYS } from '@/server/auth/not-me';
import { signLink } from '@/server/links';
import { composeSecurityNotice, composeUndoNotice } from '@/server/mail/compose-security';
import { TEXTS } from '@/server/mail/letter';
import { READER } from '@/server/mail/reader';
import { isEventKind, isMailed } from '@/server/security/catalog';
import { readUserAgent } from '@/server/security/user-agent';
import type { MailEntry } from './mail-entry';

type SecurityType =
  | 'security.newSignIn'
  | 'security.factorChanged'
  | 'security.appChanged'
  | 'security.emailChanged';

/** An event of the security log, with "This was not me". Of a changed address: to the earlier one, with the way back. */
export const SECURITY_NOTICE: MailEntry<SecurityType> = {
  async find({ db, appUrl, secret }, { userId, data: { eventId }, now }) {
    const event = await findEvent(db, { eventId, userId });
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
    const link = `${appUrl}/not-me?token=${signLink({ secret, purpose: 'not-me', id: eventId })}`;
    const linkUntil = new Date(event.at.getTime() + NOT_ME_DAYS * 86_400_000);
    return { to: event.email, line, compose: () => composeSecurityNotice({ ...notice, link, linkUntil }) };
  },

  caps: ({ userId, data }) => {
    const kind = 'kind' in data ? data.kind : 'session.startedInNewBrowser';
    // Each address change is told, whatever else happened: it is the one thing with a way back in it.
    return kind === 'email.changed'
      ? []
      : [{ limit: 'notice.person', key: `${userId}:${kind}`, beyond: 'drop' }];
  },
};

/** An event with its person and, where it tells of one, the change of address. */
async function findEvent(db: Database, { eventId, userId }: { eventId: string; userId: string }) {
  const [event] = await db
    .select({
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
    .where(and(eq(securityEvents.id, eventId), eq(securityEvents.userId, userId)))
    .limit(1);
  return event;
}
