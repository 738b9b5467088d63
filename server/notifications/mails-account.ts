import { and, eq } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { isAmong } from '@/db/is-among';
import { dataExports, departures } from '@/db/schema/leaving';
import { profiles, users } from '@/db/schema/users';
import { canBeKept } from '@/server/leaving/rules';
import { signLink } from '@/server/links';
import { composeExportReady } from '@/server/mail/compose-export';
import { composeDeletionScheduled } from '@/server/mail/compose-leaving';
import { TEXTS } from '@/server/mail/letter';
import { READER } from '@/server/mail/reader';
import { byId } from './by-id';
import type { MailEntry } from './mail-entry';

/** That the copy of everything can be taken, while it can. */
export const EXPORT_READY: MailEntry<'account.exportReady'> = {
  async find({ db, appUrl }, told, { userId, now }) {
    const exportIds = told.map(({ data }) => data.exportId);
    const exportOf = byId(await listExports(db, { exportIds, userId }));
    return ({ data: { exportId } }) => {
      const ready = exportOf(exportId);
      if (ready?.state !== 'ready' || !ready.expiresAt || ready.expiresAt <= now) return undefined;
      const { email, expiresAt, ...reader } = ready;
      const link = `${appUrl}/settings/account`;
      const line = { text: TEXTS[reader.locale].exportReady.subject, link };
      return {
        to: email,
        line,
        compose: (ways) => composeExportReady({ ...reader, expiresAt, link, ways }),
      };
    };
  },
};

/** When the account will be deleted, and the way to keep it; one that was taken back by now needs none. */
export const DELETION_SCHEDULED: MailEntry<'account.deletionScheduled'> = {
  async find({ db, appUrl, secret }, _, { userId }) {
    const leaving = await findLeaving(db, userId);
    return () => {
      if (!leaving || !canBeKept(leaving) || !leaving.dueAt || !leaving.receiptId) return undefined;
      const { email, dueAt, receiptId, ...reader } = leaving;
      const link = `${appUrl}/keep-account?token=${signLink({ secret, purpose: 'keep-account', id: receiptId })}`;
      const receiptLink = `${appUrl}/receipts/${receiptId}`;
      return {
        to: email,
        line: { text: TEXTS[reader.locale].deletionScheduled.subject, link },
        compose: () => composeDeletionScheduled({ ...reader, dueAt, link, receiptLink }),
      };
    };
  },
};

function listExports(db: Database, { exportIds, userId }: { exportIds: string[]; userId: string }) {
  return db
    .select({
      id: dataExports.id,
      state: dataExports.state,
      expiresAt: dataExports.expiresAt,
      ...READER,
      email: users.email,
    })
    .from(dataExports)
    .innerJoin(users, eq(users.id, dataExports.userId))
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .where(and(isAmong(dataExports.id, exportIds), eq(dataExports.userId, userId)));
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
