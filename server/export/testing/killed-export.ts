import { eq } from 'drizzle-orm';
import { openDatabase } from '@/db/client';
import { dataExports } from '@/db/schema/leaving';
import { writeArchive } from '@/server/export/archive';
import { beginExport, noteProgress } from '@/server/export/commands';
import { openStore } from '@/server/photos/open-store';

/** Parts after which it stops. */
const STOPS_AT = 12;

// Makes the copy that waits, in a process of its own, and stops in the middle of it; to be killed. It is told the address of the
// database and, behind a #, the data directory.
const [databaseUrl = '', dataDir = ''] = (process.argv[2] ?? '').split('#');
const { db } = openDatabase(databaseUrl);
const [waiting] = await db
  .select({ id: dataExports.id })
  .from(dataExports)
  .where(eq(dataExports.state, 'queued'));
const person = waiting && (await beginExport(db, waiting));
if (!waiting || !person) throw new Error('no copy is waiting');
await writeArchive(db, {
  id: waiting.id,
  reader: person,
  of: { userId: person.userId, now: new Date() },
  dataDir,
  store: openStore({ dataDir, uploadthingToken: undefined }),
  onPart: async (done) => {
    await noteProgress(db, { id: waiting.id, done });
    if (done < STOPS_AT) return;
    process.stdout.write('in the middle\n');
    await new Promise(() => undefined);
  },
});
