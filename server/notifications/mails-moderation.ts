import { and, eq, gt, isNull, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Database } from '@/db/client';
import { isAmong } from '@/db/is-among';
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
import { byId } from './by-id';
import type { Letter, MailEntry } from './mail-entry';

/** What became of what they reported; nothing of who was reported. */
export const REPORT_UPDATED: MailEntry<'moderation.reportUpdated'> = {
  async find({ db, appUrl }, told, { userId }) {
    const reportIds = told.map(({ data }) => data.reportId);
    const reportOf = byId(await listReports(db, { reportIds, userId }));
    return ({ data: { reportId, outcome } }) => {
      const report = reportOf(reportId);
      if (!report) return undefined;
      const { email, locale, displayName } = report;
      const texts = TEXTS[locale].told.reportUpdated;
      const line = { text: texts[outcome].subject, link: `${appUrl}/settings/reports` };
      const action = { label: texts.action, link: line.link };
      const words = { ...texts[outcome], locale, displayName, action };
      return { to: email, line, compose: (ways) => composeTold({ ...words, ways }) };
    };
  },
};

/** What moderators have done about them, or about a group that they own, and that it is over. */
export const SANCTION: MailEntry<'moderation.action' | 'moderation.actionEnded'> = {
  async find({ db, appUrl }, told, { userId, now }) {
    const sanctionIds = told.map(({ data }) => data.sanctionId);
    const sanctionOf = byId(await listSanctions(db, { sanctionIds, userId, now }));
    return ({ type, data }) => {
      const found = sanctionOf(data.sanctionId);
      return found && (type === 'moderation.action' ? letterOfAction : letterOfEnd)(found, appUrl);
    };
  },
};

export const APPEAL_DECIDED: MailEntry<'moderation.appealDecided'> = {
  async find({ db, appUrl }, told, { userId }) {
    const appealIds = told.map(({ data }) => data.appealId);
    const appealOf = byId(await listAppeals(db, { appealIds, userId }));
    // Leads to the page of the account where that is not active.
    const link = `${appUrl}/settings/standing`;
    return ({ data: { appealId } }) => {
      const found = appealOf(appealId);
      if (!found?.outcome) return undefined;
      const { email, outcome, ...mail } = found;
      const text = TEXTS[mail.locale].appealDecided[outcome].subject;
      return {
        to: email,
        line: { text, link },
        compose: () => composeAppealDecided({ ...mail, outcome, link }),
      };
    };
  },
};

/** Asks an administrator to agree; what is decided by then nobody need agree to, nor who is none any more. */
export const APPROVAL_ASKED: MailEntry<'moderation.approvalAsked'> = {
  async find({ db, appUrl }, told, { userId, now }) {
    const approvalIds = told.map(({ data }) => data.approvalId);
    const rows = await listWaiting(db, { approvalIds, userId, now });
    const isAdmin = rows.length > 0 && (await findAdminStanding(db, { userId, now })).isAdmin;
    const approvalOf = byId(isAdmin ? rows : []);
    const link = `${appUrl}/admin/approvals`;
    return ({ data: { approvalId } }) => {
      const found = approvalOf(approvalId);
      if (!found) return undefined;
      const { email, ...mail } = found;
      const text = TEXTS[mail.locale].approvalAsked.subject[mail.kind](nameIn(mail.person, mail.locale));
      return { to: email, line: { text, link }, compose: () => composeApprovalAsked({ ...mail, link }) };
    };
  },
};

type Sanctioned = Awaited<ReturnType<typeof listSanctions>>[number];

/** One that is over by now needs no mail. */
function letterOfAction(found: Sanctioned, appUrl: string): Letter | undefined {
  const { email, sanction, group, ...reader } = found;
  if (sanction.endedAt) return undefined;
  const text = TEXTS[reader.locale].sanction.sanctions[sanction.kind].subject;
  const compose = () => letterAbout({ sanction, group, reader: { ...reader, appUrl } });
  return { to: email, line: { text, link: `${appUrl}/settings/standing` }, compose };
}

/**
 * Of a group while nothing hides it; one that an appeal ended is told with the appeal, and to the other owners of its group as one
 * that was taken back.
 */
function letterOfEnd(found: Sanctioned, appUrl: string): Letter | undefined {
  const { email, sanction, group, isHidden, ...reader } = found;
  const { kind, endedHow: how } = sanction;
  if (!how || (how === 'appeal' && group === null) || isHidden) return undefined;
  const why = how === 'expired' ? 'expired' : 'undone';
  const text = TEXTS[reader.locale].sanction.endings[kind][why].subject;
  const compose = () => composeSanctionEnded({ ...reader, appUrl, kind, group, why });
  return { to: email, line: { text, link: `${appUrl}/settings/standing` }, compose };
}

function listReports(db: Database, { reportIds, userId }: { reportIds: string[]; userId: string }) {
  return db
    .select({
      id: reports.id,
      email: users.email,
      locale: users.locale,
      displayName: profiles.displayName,
    })
    .from(reports)
    .innerJoin(users, and(eq(users.id, reports.reporterId), eq(users.status, 'active')))
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .where(and(isAmong(reports.id, reportIds), eq(reports.reporterId, userId)));
}

/** For whom they are about, or for an owner of the group that one is about. */
function listSanctions(db: Database, of: { sanctionIds: string[]; userId: string; now: Date }) {
  const { sanctionIds, userId, now } = of;
  return db
    .select({
      id: sanctions.id,
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
      and(
        isAmong(sanctions.id, sanctionIds),
        or(eq(sanctions.personId, userId), isOfOwnedGroup({ userId, now })),
      ),
    );
}

function listAppeals(db: Database, { appealIds, userId }: { appealIds: string[]; userId: string }) {
  return db
    .select({
      id: appeals.id,
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
    .where(and(isAmong(appeals.id, appealIds), eq(appeals.personId, userId)));
}

const asker = alias(profiles, 'asker');
const person = alias(profiles, 'person');

/** For an administrator who is active still, while they wait. */
function listWaiting(db: Database, of: { approvalIds: string[]; userId: string; now: Date }) {
  const { approvalIds, userId, now } = of;
  return db
    .select({
      id: approvals.id,
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
    .where(and(isAmong(approvals.id, approvalIds), isNull(approvals.outcome), gt(approvals.expiresAt, now)));
}
