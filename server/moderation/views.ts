import { and, asc, count, eq, ne } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { z } from 'zod';
import type { Database } from '@/db/client';
import { uniqueViolation } from '@/db/connection/errors';
import { staffViews } from '@/db/schema/moderation';
import { lockPerson } from '@/server/auth/factors';
import { DomainError } from '@/server/errors';
import type { SaveViewInput, VIEW_PAGES } from './views-inputs';

/** Views that somebody keeps of a page. */
const MOST = 50;

type ViewPage = (typeof VIEW_PAGES)[number];

/** A combination of filters that somebody keeps under a name. */
export interface SavedView {
  id: string;
  name: string;
  query: string;
}

/** Somebody's own views of a page, by name. */
export async function listViews(
  db: Database,
  { userId, page }: { userId: string; page: ViewPage },
): Promise<SavedView[]> {
  return db
    .select({ id: staffViews.id, name: staffViews.name, query: staffViews.query })
    .from(staffViews)
    .where(and(eq(staffViews.userId, userId), eq(staffViews.page, page)))
    .orderBy(asc(staffViews.name), asc(staffViews.id))
    .limit(MOST);
}

/** Keeps filters under a name; what was kept under it before is replaced. @throws INPUT_TOO_LARGE with fifty others */
export async function saveView(
  db: Database,
  { userId, view, now }: { userId: string; view: z.output<typeof SaveViewInput>; now: Date },
): Promise<void> {
  const { page, name, query } = view;
  await db.transaction(async (tx) => {
    await lockPerson(tx, { userId });
    const others = and(eq(staffViews.userId, userId), eq(staffViews.page, page), ne(staffViews.name, name));
    const [kept] = await tx.select({ number: count() }).from(staffViews).where(others);
    if ((kept?.number ?? 0) >= MOST) throw new DomainError('INPUT_TOO_LARGE');
    await tx
      .insert(staffViews)
      .values({ id: uuid(), userId, page, name, query, createdAt: now })
      .onConflictDoUpdate({
        target: [staffViews.userId, staffViews.page, staffViews.name],
        set: { query },
      });
  });
}

/** @throws NOT_FOUND for somebody else's as for none; NAME_TAKEN by another view of the page */
export async function renameView(
  db: Database,
  { userId, id, name }: { userId: string; id: string; name: string },
): Promise<void> {
  const renamed = await db
    .update(staffViews)
    .set({ name })
    .where(and(eq(staffViews.id, id), eq(staffViews.userId, userId)))
    .returning({ id: staffViews.id })
    .catch((error: unknown) => {
      throw uniqueViolation(error) !== undefined ? new DomainError('NAME_TAKEN') : error;
    });
  if (renamed.length === 0) throw new DomainError('NOT_FOUND');
}

/** What is not there any more is removed already. */
export async function removeView(
  db: Database,
  { userId, id }: { userId: string; id: string },
): Promise<void> {
  await db.delete(staffViews).where(and(eq(staffViews.id, id), eq(staffViews.userId, userId)));
}
