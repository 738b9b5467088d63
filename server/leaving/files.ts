import { eq } from 'drizzle-orm';
import { dataExports } from '@/db/schema/leaving';
import { photos } from '@/db/schema/photos';
import { removeExportFiles } from '@/server/export/files';
import type { TaskServices } from '@/server/jobs/services';
import { removeFromOutbox } from '@/server/mail/outbox';
import { dropUnnamed } from '@/server/photos/named-files';
import { openStore } from '@/server/photos/open-store';
import { eraseRows } from './rows';
import { type Erased, EXPORTS, PHOTOS } from './tables';

/**
 * Removes a person's photos with their files, but for a file that is somebody else's photo as well. The rows go only when the
 * files are gone: cut off before that it begins anew.
 */
export async function erasePhotos(services: TaskServices, person: Erased): Promise<void> {
  const store = openStore(services);
  await services.db.transaction(async (tx) => {
    const rows = await tx.select({ key: photos.key }).from(photos).where(eq(photos.userId, person.userId));
    await eraseRows(tx, PHOTOS, { person, wait: true });
    await dropUnnamed(tx, { store, keys: rows.map(({ key }) => key) });
  });
}

/** Removes the copies that a person asked for: the files first, so that a row still names what is left of them. */
export async function eraseExports({ db, dataDir }: TaskServices, person: Erased): Promise<void> {
  const rows = await db
    .select({ id: dataExports.id })
    .from(dataExports)
    .where(eq(dataExports.userId, person.userId));
  await removeExportFiles(
    dataDir,
    rows.map(({ id }) => id),
  );
  await eraseRows(db, EXPORTS, { person });
}

/** In demo mode mails lie here; elsewhere they are in the mailboxes of those they went to. */
export async function eraseOutbox({ outboxDir }: TaskServices, { emails }: Erased): Promise<void> {
  await removeFromOutbox(outboxDir, { to: emails });
}
