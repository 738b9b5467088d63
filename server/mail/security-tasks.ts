import { and, eq } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { emailChanges, passwordResets, securityEvents } from '@/db/schema/security';
import { profiles, users } from '@/db/schema/users';
import type { Tasks } from '@/server/jobs/catalog';
import { type LinkPurpose, signLink } from '@/server/links';
import { isReserved } from '@/server/profile/email-changes';
import {
  composeAddressTaken,
  composeApproveEmail,
  composeConfirmEmail,
  composeEmailChanged,
  composeNoAccount,
  composeResetPassword,
} from './compose-security';
import { READER } from './reader';
import { type MailServices, send } from './tasks';

/**
 * The jobs that send links about a person's ways in. Each reads its row when it runs: what is over by then, used or given
 * up needs no mail.
 */
export function securityMailTasks(services: MailServices) {
  const { db, appUrl, secret } = services;
  const linkTo = (path: string, purpose: LinkPurpose, id: string) =>
    `${appUrl}${path}?token=${signLink({ secret, purpose, id })}`;
  return {
    async 'mail.resetPassword'({ resetId }, attempt) {
      const reset = await findReset(db, resetId);
      if (!reset || reset.usedAt || reset.expiresAt <= new Date()) return;
      const link = linkTo('/reset-password', 'reset-password', resetId);
      const content = reset.userId
        ? await composeResetPassword({ ...reset, locale: reset.accountLocale ?? reset.locale, link })
        : await composeNoAccount({ locale: reset.locale, link: `${appUrl}/sign-up` });
      await send(services, { to: reset.email, attempt, content });
    },

    async 'mail.approveEmail'({ changeId }, attempt) {
      const change = await findChange(db, changeId);
      if (!change || change.approvedAt || change.confirmedAt || change.expiresAt <= new Date()) return;
      const link = linkTo('/email-change/approve', 'email-approve', changeId);
      const { requestedBy } = change;
      const notMeLink = requestedBy ? linkTo('/not-me', 'not-me', requestedBy) : undefined;
      const content = await composeApproveEmail({ ...change, link, notMeLink });
      await send(services, { to: change.oldEmail, attempt, content });
    },

    async 'mail.confirmEmail'({ changeId }, attempt) {
      const change = await findChange(db, changeId);
      if (!change?.approvedAt || change.confirmedAt || change.expiresAt <= new Date()) return;
      const link = linkTo('/email-change/confirm', 'email-confirm', changeId);
      const content = (await isTaken(db, change))
        ? await composeAddressTaken({ locale: change.locale, link: `${appUrl}/sign-in` })
        : await composeConfirmEmail({ ...change, link });
      await send(services, { to: change.newEmail, attempt, content });
    },

    async 'mail.emailChanged'({ changeId }, attempt) {
      const change = await findChange(db, changeId);
      if (!change?.confirmedAt || change.undoneAt) return;
      const content = await composeEmailChanged({ ...change, link: appUrl });
      await send(services, { to: change.newEmail, attempt, content });
    },
  } satisfies Partial<Tasks>;
}

async function findReset(db: Database, resetId: string) {
  const [reset] = await db
    .select({
      email: passwordResets.email,
      locale: passwordResets.locale,
      usedAt: passwordResets.usedAt,
      expiresAt: passwordResets.expiresAt,
      userId: passwordResets.userId,
      accountLocale: users.locale,
      displayName: profiles.displayName,
      timeZone: users.timeZone,
    })
    .from(passwordResets)
    .leftJoin(users, eq(users.id, passwordResets.userId))
    .leftJoin(profiles, eq(profiles.userId, users.id))
    .where(eq(passwordResets.id, resetId))
    .limit(1);
  return reset;
}

async function findChange(db: Database, changeId: string) {
  const [change] = await db
    .select({
      ...READER,
      userId: users.id,
      oldEmail: emailChanges.oldEmail,
      newEmail: emailChanges.newEmail,
      expiresAt: emailChanges.expiresAt,
      approvedAt: emailChanges.approvedAt,
      confirmedAt: emailChanges.confirmedAt,
      undoneAt: emailChanges.undoneAt,
      /** The event that tells of it. */
      requestedBy: securityEvents.id,
    })
    .from(emailChanges)
    .innerJoin(users, eq(users.id, emailChanges.userId))
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .leftJoin(
      securityEvents,
      and(
        eq(securityEvents.userId, users.id),
        eq(securityEvents.kind, 'email.changeRequested'),
        // One transaction has written both, with one time.
        eq(securityEvents.at, emailChanges.createdAt),
      ),
    )
    .where(eq(emailChanges.id, changeId))
    .limit(1);
  return change;
}

async function isTaken(db: Database, { newEmail, userId }: { newEmail: string; userId: string }) {
  const [owner] = await db.select({ id: users.id }).from(users).where(eq(users.email, newEmail)).limit(1);
  return owner !== undefined || isReserved(db, { email: newEmail, userId, now: new Date() });
}
