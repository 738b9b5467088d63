import { and, desc, eq, gt, inArray, or } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { dataExports } from '@/db/schema/leaving';
import { profiles } from '@/db/schema/users';
import { EXPORTS_A_DAY } from './catalog';

const DAY = 86_400_000;

/** The latest export of a person. */
export interface ExportView {
  id: string;
  state: 'queued' | 'running' | 'ready' | 'failed';
  /** ISO 8601 */
  requestedAt: string;
  done: number;
  parts: number;
  /** Bytes. */
  size: number | null;
  /** ISO 8601; when its file goes. */
  expiresAt: string | null;
}

/** The latest export that is still of use, and how many more can be asked for today. */
export async function getExportStatus(
  db: Database,
  { userId, now }: { userId: string; now: Date },
): Promise<{ latest: ExportView | null; left: number }> {
  const lately = await listLately(db, { userId, now });
  const [latest] = lately.filter(({ expiresAt }) => expiresAt === null || expiresAt > now);
  return {
    latest: latest ? viewOf(latest) : null,
    left: Math.max(0, EXPORTS_A_DAY - countedOf(lately, now).length),
  };
}

/** The exports of a person that are of use or count, the latest first. */
export async function listLately(db: Database, { userId, now }: { userId: string; now: Date }) {
  return db
    .select(EXPORT_COLUMNS)
    .from(dataExports)
    .where(
      and(
        eq(dataExports.userId, userId),
        or(
          gt(dataExports.requestedAt, new Date(now.getTime() - DAY)),
          gt(dataExports.expiresAt, now),
          inArray(dataExports.state, ['queued', 'running']),
        ),
      ),
    )
    .orderBy(desc(dataExports.requestedAt), desc(dataExports.id))
    .limit(100);
}

type Lately = Awaited<ReturnType<typeof listLately>>[number];

/** Those that count for the day, the latest first. */
export function countedOf(exports: Lately[], now: Date): Lately[] {
  const since = now.getTime() - DAY;
  return exports.filter(({ state, requestedAt }) => state !== 'failed' && requestedAt.getTime() > since);
}

/** A copy that is ready, of this person and nobody else, with the name its file is to have. */
export async function findReadyExport(
  db: Database,
  { id, userId, now }: { id: string; userId: string; now: Date },
) {
  const [found] = await db
    .select({ id: dataExports.id, readyAt: dataExports.readyAt, handle: profiles.handle })
    .from(dataExports)
    .innerJoin(profiles, eq(profiles.userId, dataExports.userId))
    .where(
      and(
        eq(dataExports.id, id),
        eq(dataExports.userId, userId),
        eq(dataExports.state, 'ready'),
        gt(dataExports.expiresAt, now),
      ),
    )
    .limit(1);
  return found;
}

/** What `viewOf` shows. */
export const EXPORT_COLUMNS = {
  id: dataExports.id,
  state: dataExports.state,
  requestedAt: dataExports.requestedAt,
  done: dataExports.done,
  parts: dataExports.parts,
  size: dataExports.size,
  expiresAt: dataExports.expiresAt,
};

export function viewOf({ requestedAt, expiresAt, ...view }: Lately): ExportView {
  return {
    ...view,
    requestedAt: requestedAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
  };
}
