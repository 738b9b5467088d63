import { and, eq } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { departures } from '@/db/schema/leaving';
import { profiles, users } from '@/db/schema/users';
import type { Tasks } from '@/server/jobs/catalog';
import { composeAccountPurged } from './compose-decisions';
import { type MailServices, send } from './tasks';

/** The mail about an account that administrators closed. It is no notification: there is nobody any more who could be told. */
export function decisionMailTasks(services: MailServices) {
  const { db, appUrl } = services;
  return {
    async 'mail.accountPurged'({ userId }, attempt) {
      const found = await findPurged(db, userId);
      if (!found) return;
      const { email, receiptId, ...mail } = found;
      const content = await composeAccountPurged({ ...mail, receiptLink: `${appUrl}/receipts/${receiptId}` });
      await send(services, { to: email, attempt, content });
    },
  } satisfies Partial<Tasks>;
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
