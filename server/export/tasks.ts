import type { Tasks } from '@/server/jobs/catalog';
import type { TaskServices } from '@/server/jobs/services';
import { openStore } from '@/server/photos/open-store';
import { writeArchive } from './archive';
import { EXPORT_TRIES } from './catalog';
import { beginExport, failExport, finishExport, noteProgress } from './commands';
import { removeExportFiles } from './files';

/** Makes exports; who asked is told once one is ready. */
export function exportTasks(services: TaskServices) {
  const { db, dataDir } = services;
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
  } satisfies Partial<Tasks>;
}
