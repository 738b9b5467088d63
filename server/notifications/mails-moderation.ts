import { and, eq, gt, isNull, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Database } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { appeals, approvals, cases, reports, sanctions } from '@/db/schema/moderation';
import { profiles, users } from '@/db/schema/users';
import { composeAppealDecided, composeApprovalAsked } from '@/server/mail/compose-decisions';
import { composeSanctionEnded } from '@/server/mail/compose-sanctions';
import { composeTold, nameIn } from '@/server/mail/compose-told';
import { TEXTS } from '@/server/mail/letter';
import { READER } from '@/server/mail/reader';
import { isOfOwnedGroup } from '@/server/moderation/sanction-groups';
import { letterAbout } from '@/server/moderation/sanction-mail';
import { findAdminStanding } from '@/server/roles/last-admin';
import type { MailEntry } from './mail-entry';

/** What became of what they reported; nothing of who was reported. */
export const REPORT_UPDATED: MailEntry<'moderation.reportUpdated'> = {
  async find({ db, appUrl }, { userId, data: { reportId, outcome } }) {
    const reporter = await findReporter(db, { reportId, userId });
    if (!reporter) return undefined;
    const { email, locale, displayName } = reporter;
    const texts = TEXTS[locale].told.reportUpdated;
    const line = { text: texts[outcome].subject, link: `${appUrl}/settings/reports` };
    const action = { label: texts.action, link: line.link };
    const words = { ...texts[outcome], locale, displayName, action };
    return { to: email, line, compose: (ways) => composeTold({ ...words, ways }) };
  },
};

/** What moderators have done about them, or about a group that they own; one that is over by now needs no mail. */
export const ACTION: MailEntry<'moderation.action'> = {
  async find({ db, appUrl }, { userId, data: { sanctionId }, now }) {
    const found = await findSanction(db, { sanctionId, userId, now });
    if (!found || found.sanction.endedAt) return undefined;
    const { email, sanction, group, ...reader } = found;
    const text = TEXTS[reader.locale].sanction.sanctions[sanction.kind].subject;
    const compose = () => letterAbout({ sanction, group, reader: { ...reader, appUrl } });
    return { to: email, line: { text, link: `${appUrl}/settings/standing` }, compose };
  },
};

/**
 * That it is over, of a group while nothing hides it; one that an appeal ended is told with the appeal, and to the other owners of
 * its group as one that was taken back.
 */
export const ACTION_ENDED: MailEntry<'moderation.actionEnded'> = {
  async find({ db, appUrl }, { userId, data: { sanctionId }, now }) {
    const found = await findSanction(db, { sanctionId, userId, now });
    const how = found?.sanction.endedHow;
    if (!found || !how || (how === 'appeal' && found.group === null) || found.isHidden) return undefined;
    const why = how === 'expired' ? 'expired' : 'undone';
    const { email, sanction, group, ...reader } = found;
    const { kind } = sanction;
    const text = TEXTS[reader.locale].sanction.endings[kind][why].subject;
    const compose = () => composeSanctionEnded({ ...reader, appUrl, kind, group, why });
    return { to: email, line: { text, link: `${appUrl}/settings/standing` }, compose };
  },
};

export const APPEAL_DECIDED: MailEntry<'moderation.appealDecided'> = {
  async find({ db, appUrl }, { userId, data: { appealId } }) {
    const found = await findDecided(db, { appealId, userId });
    if (!found?.outcome) return undefined;
    const { email, outcome, ...mail } = found;
    // Leads to the page of the account where that is not active.
    const link = `${appUrl}/settings/standing`;
    const text = TEXTS[mail.locale].appealDecided[outcome].subject;
    return {
      to: email,
      line: { text, link },
      compose: () => composeAppealDecided({ ...mail, outcome, link }),
    };
  },
};

/** Asks an administrator to agree; what is decided by then nobody need agree to, nor who is none any more. */
export const APPROVAL_ASKED: MailEntry<'moderation.approvalAsked'> = {
  async find({ db, appUrl }, { userId, data: { approvalId }, now }) {
    const found = await findWaiting(db, { approvalId, userId, now });
    if (!found || !(await findAdminStanding(db, { userId, now })).isAdmin) return undefined;
    const { email, ...mail } = found;
    const link = `${appUrl}/admin/approvals`;
    const text = TEXTS[mail.locale].approvalAsked.subject[mail.kind](nameIn(mail.person, mail.locale));
    return { to: email, line: { text, link }, compose: () => composeApprovalAsked({ ...mail, link }) };
  },
};

async function findReporter(db: Database, { reportId, userId }: { reportId: string; userId: string }) {
  const [found] = await db
    .select({ email: users.email, locale: users.locale, displayName: profiles.displayName })
    .from(reports)
    .innerJoin(users, and(eq(users.id, reports.reporterId), eq(users.status, 'active')))
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .where(and(eq(reports.id, reportId), eq(reports.reporterId, userId)));
  return found;
}

/** For whom it is about, or for an owner of the group that it is about. */
async function findSanction(db: Database, of: { sanctionId: string; userId: string; now: Date }) {
  const { sanctionId, userId, now } = of;
  const [found] = await db
    .select({
      ...READER,
      email: users.email,
      group: sql<string | null>`${groups.name}`,
      /** The group, by whatever is in force today. */
      isHidden: sql<boolean>`${groups.hiddenAt} is not null`,
      sanction: {
        kind: sanctions.kind,
        rule: sanctions.rule,
        words: sanctions.words,
        hides: sanctions.hides,
        startsAt: sanctions.startsAt,
        endsAt: sanctions.endsAt,
        endedAt: sanctions.endedAt,
        endedHow: sanctions.endedHow,
      },
    })
    .from(sanctions)
    .innerJoin(users, eq(users.id, userId))
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .leftJoin(groups, eq(groups.id, sanctions.groupId))
    .where(
      and(eq(sanctions.id, sanctionId), or(eq(sanctions.personId, userId), isOfOwnedGroup({ userId, now }))),
    )
    .limit(1);
  return found;
}

async function findDecided(db: Database, { appealId, userId }: { appealId: string; userId: string }) {
  const [found] = await db
    .select({
      locale: users.locale,
      displayName: profiles.displayName,
      email: users.email,
      outcome: appeals.outcome,
      answer: appeals.answer,
      isOfGroup: sql<boolean>`${cases.subjectKind} = 'group'`,
    })
    .from(appeals)
    .innerJoin(cases, eq(cases.id, appeals.caseId))
    .innerJoin(users, eq(users.id, appeals.personId))
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .where(and(eq(appeals.id, appealId), eq(appeals.personId, userId)));
  return found;
}

const asker = alias(profiles, 'asker');
const person = alias(profiles, 'person');

/** For an administrator who is active still, while it waits. */
async function findWaiting(db: Database, of: { approvalId: string; userId: string; now: Date }) {
  const { approvalId, userId, now } = of;
  const [found] = await db
    .select({
      ...READER,
      email: users.email,
      kind: approvals.kind,
      expiresAt: approvals.expiresAt,
      asker: sql<string | null>`${asker.displayName}`,
      person: person.displayName,
    })
    .from(approvals)
    .innerJoin(users, and(eq(users.id, userId), eq(users.status, 'active')))
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .innerJoin(person, eq(person.userId, approvals.personId))
    .leftJoin(asker, eq(asker.userId, approvals.askedBy))
    .where(and(eq(approvals.id, approvalId), isNull(approvals.outcome), gt(approvals.expiresAt, now)));
  return found;
}
