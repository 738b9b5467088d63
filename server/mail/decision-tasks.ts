import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Database } from '@/db/client';
import { departures } from '@/db/schema/leaving';
import { appeals, approvals } from '@/db/schema/moderation';
import { profiles, users } from '@/db/schema/users';
import type { Tasks } from '@/server/jobs/catalog';
import { composeAccountPurged, composeAppealDecided, composeApprovalAsked } from './compose-decisions';
import { READER } from './reader';
import { type MailServices, send } from './tasks';

/** The mails about what two people decide. Each reads its row when it runs: what is decided by then nobody need agree to. */
export function decisionMailTasks(services: MailServices) {
  const { db, appUrl } = services;
  return {
    async 'mail.approvalAsked'({ approvalId, userId }, attempt) {
      const found = await findWaiting(db, { approvalId, userId, now: new Date() });
      if (!found) return;
      const { email, ...mail } = found;
      const content = await composeApprovalAsked({ ...mail, link: `${appUrl}/admin/approvals` });
      await send(services, { to: email, attempt, content });
    },

    async 'mail.accountPurged'({ userId }, attempt) {
      const found = await findPurged(db, userId);
      if (!found) return;
      const { email, receiptId, ...mail } = found;
      const content = await composeAccountPurged({ ...mail, receiptLink: `${appUrl}/receipts/${receiptId}` });
      await send(services, { to: email, attempt, content });
    },

    async 'mail.appealDecided'({ appealId }, attempt) {
      const found = await findDecided(db, appealId);
      if (!found?.outcome) return;
      const { email, outcome, ...mail } = found;
      // Leads to the page of the account where that is not active.
      const content = await composeAppealDecided({ ...mail, outcome, link: `${appUrl}/settings/standing` });
      await send(services, { to: email, attempt, content });
    },
  } satisfies Partial<Tasks>;
}

const asker = alias(profiles, 'asker');
const person = alias(profiles, 'person');

/** For an administrator who is active still, while it waits. */
async function findWaiting(
  db: Database,
  { approvalId, userId, now }: { approvalId: string; userId: string; now: Date },
) {
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

/** Somebody whose account is closed, and who is not erased yet. */
async function findPurged(db: Database, userId: string) {
  const [found] = await db
    .select({
      locale: users.locale,
      displayName: profiles.displayName,
      email: users.email,
      receiptId: departures.receiptId,
    })
    .from(departures)
    .innerJoin(users, and(eq(users.id, departures.userId), eq(users.status, 'erasing')))
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .where(eq(departures.userId, userId));
  return found;
}

async function findDecided(db: Database, appealId: string) {
  const [found] = await db
    .select({
      locale: users.locale,
      displayName: profiles.displayName,
      email: users.email,
      outcome: appeals.outcome,
      answer: appeals.answer,
    })
    .from(appeals)
    .innerJoin(users, eq(users.id, appeals.personId))
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .where(eq(appeals.id, appealId));
  return found;
}
