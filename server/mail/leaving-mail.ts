import { eq } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { departures } from '@/db/schema/leaving';
import { profiles, users } from '@/db/schema/users';
import type { JobTry } from '@/server/jobs/catalog';
import { canBeKept } from '@/server/leaving/rules';
import { signLink } from '@/server/links';
import { composeDeletionScheduled } from './compose-leaving';
import { READER } from './reader';
import { type MailServices, send } from './tasks';

/** Sends the mail about a deletion that is scheduled, also of somebody who is suspended; one that was taken back by now needs none. */
export async function sendDeletionScheduled(
  services: MailServices,
  { userId, attempt }: { userId: string; attempt: JobTry },
): Promise<void> {
  const { db, appUrl, secret } = services;
  const leaving = await findLeaving(db, userId);
  if (!leaving || !canBeKept(leaving) || !leaving.dueAt || !leaving.receiptId) return;
  const { email, dueAt, receiptId, ...reader } = leaving;
  const token = signLink({ secret, purpose: 'keep-account', id: receiptId });
  const content = await composeDeletionScheduled({
    ...reader,
    dueAt,
    link: `${appUrl}/keep-account?token=${token}`,
    receiptLink: `${appUrl}/receipts/${receiptId}`,
  });
  await send(services, { to: email, attempt, content });
}

async function findLeaving(db: Database, userId: string) {
  const [leaving] = await db
    .select({
      kind: departures.kind,
      status: users.status,
      ...READER,
      email: users.email,
      dueAt: departures.dueAt,
      receiptId: departures.receiptId,
    })
    .from(departures)
    .innerJoin(users, eq(users.id, departures.userId))
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .where(eq(departures.userId, userId))
    .limit(1);
  return leaving;
}
