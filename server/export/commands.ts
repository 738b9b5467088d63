import { and, eq, ne, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { dataExports } from '@/db/schema/leaving';
import { profiles, users } from '@/db/schema/users';
import { type Cause, recordAudit } from '@/server/audit/commands';
import { lockPerson } from '@/server/auth/factors';
import { DomainError } from '@/server/errors';
import { addJob } from '@/server/jobs/queue';
import { notify } from '@/server/notifications/commands';
import { PART_COUNT } from './archive';
import { EXPORT_TRIES, EXPORTS_A_DAY, KEPT_HOURS } from './catalog';
import { countedOf, EXPORT_COLUMNS, type ExportView, listLately, viewOf } from './queries';

const HOUR = 3_600_000;
/** What its column can hold; whoever has more reads the size of the file. */
const LARGEST = 2 ** 31 - 1;

/** Asks for a copy of everything. @throws EXPORT_UNDER_WAY, RATE_LIMITED after three within a day */
export async function requestExport(
  db: Database,
  { userId, cause, now }: { userId: string; cause: Cause; now: Date },
): Promise<ExportView> {
  return db.transaction(async (tx) => {
    await lockPerson(tx, { userId, sessionId: cause.sessionId });
    refuseMore(await listLately(tx, { userId, now }), now);
    const id = uuid();
    const [made] = await tx
      .insert(dataExports)
      .values({ id, userId, state: 'queued', requestedAt: now, parts: PART_COUNT })
      .returning(EXPORT_COLUMNS);
    if (!made) throw new DomainError('INTERNAL');
    await addJob(tx, {
      name: 'account.export',
      payload: { exportId: id },
      key: jobKey(id),
      maxAttempts: EXPORT_TRIES,
    });
    await recordAudit(tx, { kind: 'export.requested', cause, subjectId: userId, now });
    return viewOf(made);
  });
}

/** The key of the job of an export, by which it is seen whether there is one. */
export function jobKey(id: string) {
  return `account.export:${id}`;
}

/** An export that is made from now on, and whose it is; undefined when it is ready already or nobody wants it any more. */
export async function beginExport(db: Database, { id }: { id: string }) {
  const [begun] = await db
    .update(dataExports)
    .set({ state: 'running', done: 0, parts: PART_COUNT })
    .where(and(eq(dataExports.id, id), ne(dataExports.state, 'ready')))
    .returning({ userId: dataExports.userId });
  if (!begun) return undefined;
  const [person] = await db
    .select({ userId: users.id, handle: profiles.handle, locale: users.locale, timeZone: users.timeZone })
    .from(users)
    .innerJoin(profiles, eq(profiles.userId, users.id))
    // Who is being erased gets no copy any more.
    .where(and(eq(users.id, begun.userId), ne(users.status, 'erasing')))
    .limit(1);
  return person;
}

export async function noteProgress(db: Database, { id, done }: { id: string; done: number }) {
  // One that was given to another worker meanwhile does not go back.
  await db
    .update(dataExports)
    .set({ done: sql`greatest(${dataExports.done}, ${done})` })
    .where(and(eq(dataExports.id, id), eq(dataExports.state, 'running')));
}

/** Says that a copy can be taken, and has its person told. @returns whether anybody still wants it */
export async function finishExport(
  db: Database,
  { id, size, now }: { id: string; size: number; now: Date },
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const ready = {
      state: 'ready' as const,
      size: Math.min(size, LARGEST),
      done: PART_COUNT,
      readyAt: now,
      expiresAt: new Date(now.getTime() + KEPT_HOURS * HOUR),
    };
    const [finished] = await tx
      .update(dataExports)
      .set(ready)
      .where(and(eq(dataExports.id, id), ne(dataExports.state, 'ready')))
      .returning({ userId: dataExports.userId });
    if (finished) {
      const to = { kind: 'people' as const, ids: [finished.userId] };
      await notify(tx, { type: 'account.exportReady', to, data: { exportId: id }, objectId: id, now });
    }
    return finished !== undefined || (await isThere(tx, id));
  });
}

/** Says that a copy could not be made; another can be asked for. */
export async function failExport(db: Database, { id }: { id: string }) {
  await db
    .update(dataExports)
    .set({ state: 'failed' })
    .where(and(eq(dataExports.id, id), ne(dataExports.state, 'ready')));
}

async function isThere(db: Database, id: string) {
  const [row] = await db
    .select({ id: dataExports.id })
    .from(dataExports)
    .where(eq(dataExports.id, id))
    .limit(1);
  return row !== undefined;
}

function refuseMore(lately: Awaited<ReturnType<typeof listLately>>, now: Date) {
  if (lately.some(({ state }) => state === 'queued' || state === 'running'))
    throw new DomainError('EXPORT_UNDER_WAY');
  const first = countedOf(lately, now)[EXPORTS_A_DAY - 1];
  if (!first) return;
  const wait = first.requestedAt.getTime() + 24 * HOUR - now.getTime();
  throw new DomainError('RATE_LIMITED', { retryAfter: Math.max(1, Math.ceil(wait / 1000)) });
}
