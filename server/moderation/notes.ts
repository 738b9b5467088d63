import { and, desc, eq, not, or, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Database } from '@/db/client';
import { notes } from '@/db/schema/moderation';
import { profiles, users } from '@/db/schema/users';
import { type Cause, recordAudit } from '@/server/audit/commands';
import { lockPerson } from '@/server/auth/factors';
import { DomainError, type Holder } from '@/server/errors';
import { isDeniedOn, isWithinReach } from '@/server/roles/reach';
import { findCase } from './case-changes';
import type { Staff } from './case-reach';
import { addCaseEvent } from './cases';

/** Notes that are shown at once; the latest. */
const SHOWN = 200;

/** What staff wrote down for each other. */
export interface NoteView {
  id: string;
  body: string;
  /** ISO 8601 */
  at: string;
  /** Null: somebody who has left. */
  by: Holder | null;
  /** Of the case that it was written at. */
  caseId: string | null;
}

/** Whom or what a note is about: a person, or a case, which is about somebody or a group. */
interface About {
  personId?: string | undefined;
  caseId?: string | undefined;
}

const author = alias(profiles, 'author');

/** The notes of a case and those of its person, or those of a person; the latest first. */
export async function listNotes(
  db: Database,
  { caseId, personId }: { caseId?: string | undefined; personId: string | null },
): Promise<NoteView[]> {
  const rows = await noteRows(db, isAbout({ caseId, personId }));
  return rows.map(told);
}

/** The same for who asks by themselves. @throws NOT_FOUND for what is out of reach as for what is not there */
export async function getNotes(
  db: Database,
  { about, staff, now }: { about: About; staff: Staff; now: Date },
): Promise<NoteView[]> {
  const found = await findAbout(db, { about, permission: 'person.view', staff, now });
  if (!found) throw new DomainError('NOT_FOUND');
  return listNotes(db, { ...found, caseId: found.caseId ?? undefined });
}

/** Writes down something about somebody or a case. Sent twice it is one note. @throws NOT_FOUND */
export async function addNote(
  db: Database,
  {
    id,
    body,
    about,
    staff,
    cause,
    now,
  }: { id: string; body: string; about: About; staff: Staff; cause: Cause; now: Date },
): Promise<void> {
  await db.transaction(async (tx) => {
    const found = await findAbout(tx, { about, permission: 'person.note', staff, now });
    if (!found) throw new DomainError('NOT_FOUND');
    const { personId, caseId, groupId } = found;
    if (personId !== null) await lockPerson(tx, { userId: personId });
    const [added] = await tx
      .insert(notes)
      .values({ id, personId, caseId, authorId: staff.userId, body, at: now })
      .onConflictDoNothing()
      .returning({ id: notes.id });
    if (!added) return;
    if (caseId !== null) await addCaseEvent(tx, { caseId, kind: 'noted', actorId: staff.userId, now });
    const subjectId = personId ?? groupId;
    await recordAudit(tx, {
      kind: 'note.added',
      cause,
      subjectId,
      after: { note: id, ...(caseId && { case: caseId }) },
      now,
    });
  });
}

/** Nobody notes down, nor reads, what is about themselves. */
async function findAbout(
  db: Database,
  of: { about: About; permission: 'person.view' | 'person.note'; staff: Staff; now: Date },
): Promise<{ personId: string | null; caseId: string | null; groupId: string | null } | undefined> {
  const { about, permission, staff, now } = of;
  if (about.caseId !== undefined) {
    const found = await findCase(db, { id: about.caseId, staff, now });
    return found && { ...found, caseId: found.id };
  }
  const { personId } = about;
  if (personId === undefined || personId === staff.userId) return undefined;
  const denied = isDeniedOn(users.id, { userId: staff.userId, permission, now });
  const [found] = await db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, personId), isWithinReach(users.id, staff.reach, now), not(denied)))
    .limit(1);
  return found && { personId: found.id, caseId: null, groupId: null };
}

function isAbout({
  caseId,
  personId,
}: {
  caseId?: string | undefined;
  personId: string | null;
}): SQL | undefined {
  if (personId === null) return caseId === undefined ? sql`false` : eq(notes.caseId, caseId);
  return caseId === undefined
    ? eq(notes.personId, personId)
    : or(eq(notes.personId, personId), eq(notes.caseId, caseId));
}

function noteRows(db: Database, which: SQL | undefined) {
  return db
    .select({
      id: notes.id,
      body: notes.body,
      at: notes.at,
      by: { userId: author.userId, handle: author.handle, displayName: author.displayName },
      caseId: notes.caseId,
    })
    .from(notes)
    .leftJoin(author, eq(author.userId, notes.authorId))
    .where(which)
    .orderBy(desc(notes.at), desc(notes.id))
    .limit(SHOWN);
}

function told({ at, ...note }: Awaited<ReturnType<typeof noteRows>>[number]): NoteView {
  return { ...note, at: at.toISOString() };
}
