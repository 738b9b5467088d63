import { and, eq, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { caseEvents, cases } from '@/db/schema/moderation';
import { IS_OPEN } from './case-state';
import type { CaseEventKind, SubjectKind } from './catalog';

/** What a case is about. */
export interface CaseSubject {
  kind: SubjectKind;
  /** The person of a profile, else the photo, the message or the group. */
  id: string;
  /** Whose it is; null of a group. */
  personId: string | null;
  groupId: string | null;
}

/** Adds what happened to a case to its timeline, in the transaction of what happened. */
export async function addCaseEvent(
  db: Database,
  event: {
    caseId: string;
    kind: CaseEventKind;
    actorId: string | null;
    details?: Record<string, unknown>;
    now: Date;
  },
): Promise<void> {
  const { caseId, kind, actorId, details = {}, now } = event;
  await db.insert(caseEvents).values({ id: uuid(), caseId, kind, actorId, details, at: now });
}

/**
 * The open case of a subject, made where there is none; held until the transaction ends. Of two at the same moment both get
 * the same one.
 */
export async function openCase(
  db: Database,
  { subject, now }: { subject: CaseSubject; now: Date },
): Promise<{ id: string; isNew: boolean }> {
  const id = uuid();
  const { kind: subjectKind, id: subjectId, personId, groupId } = subject;
  const [made] = await db
    .insert(cases)
    .values({ id, subjectKind, subjectId, personId, groupId, openedAt: now })
    .onConflictDoNothing({
      target: [cases.subjectKind, cases.subjectId],
      where: sql`${cases.state} = 'open'`,
    })
    .returning({ id: cases.id });
  if (made) return { id, isNew: true };
  const isOfSubject = and(eq(cases.subjectKind, subjectKind), eq(cases.subjectId, subjectId));
  const [found] = await db
    .select({ id: cases.id })
    .from(cases)
    .where(and(isOfSubject, IS_OPEN))
    .limit(1)
    .for('update');
  // Closed by somebody between the two statements: then there is room for a new one.
  return found ? { id: found.id, isNew: false } : openCase(db, { subject, now });
}
