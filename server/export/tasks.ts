import { eq } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { dataExports } from '@/db/schema/leaving';
import { profiles, users } from '@/db/schema/users';
import type { Tasks } from '@/server/jobs/catalog';
import type { TaskServices } from '@/server/jobs/services';
import { composeExportReady } from '@/server/mail/compose-export';
import { READER } from '@/server/mail/reader';
import { send } from '@/server/mail/tasks';
import { openStore } from '@/server/photos/open-store';
import { writeArchive } from './archive';
import { EXPORT_TRIES } from './catalog';
import { beginExport, failExport, finishExport, noteProgress } from './commands';
import { removeExportFiles } from './files';

/** Makes exports, and tells when one is ready. */
export function exportTasks(services: TaskServices) {
  const { db, dataDir, appUrl } = services;
  return {
    async 'account.export'({ exportId: id }, { attempt }) {
      const person = await beginExport(db, { id });
      if (!person) return;
      try {
        const size = await writeArchive(db, {
          id,
          reader: person,
          of: { userId: person.userId, now: new Date() },
          dataDir,
          store: openStore(services),
          onPart: (done) => noteProgress(db, { id, done }),
        });
        const wanted = await finishExport(db, { id, size, now: new Date() });
        // Whose it is has left meanwhile.
        if (!wanted) await removeExportFiles(dataDir, [id]);
      } catch (error) {
        if (attempt >= EXPORT_TRIES) await failExport(db, { id });
        throw error;
      }
    },

    async 'mail.exportReady'({ exportId }, attempt) {
      const ready = await findReady(db, exportId);
      if (ready?.state !== 'ready' || !ready.expiresAt || ready.expiresAt <= new Date()) return;
      const { email, expiresAt, ...reader } = ready;
      const content = await composeExportReady({ ...reader, expiresAt, link: `${appUrl}/settings/account` });
      await send(services, { to: email, attempt, content });
    },
  } satisfies Partial<Tasks>;
}

async function findReady(db: Database, exportId: string) {
  const [ready] = await db
    .select({
      state: dataExports.state,
      expiresAt: dataExports.expiresAt,
      ...READER,
      email: users.email,
    })
    .from(dataExports)
    .innerJoin(users, eq(users.id, dataExports.userId))
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .where(eq(dataExports.id, exportId))
    .limit(1);
  return ready;
}
