import { eq, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { auditEntries, auditUndone } from '@/db/schema/audit';
import { DomainError } from '@/server/errors';
import type { Permission } from '@/server/roles/permissions';
import { ROLE_UNDOERS } from '@/server/roles/undo';
import { GRANT_UNDOERS } from '@/server/roles/undo-grants';
import type { Cause } from './commands';
import { PERMISSION_UNDOERS } from './undo-permissions';
import { SANCTION_UNDOERS } from './undo-sanctions';
import { STANDING_UNDOERS } from './undo-standing';
import { overtaken, type Undoer } from './undoing';

/** With the number of an entry the lock under which it is undone: of several at once one does it. */
const LOCK = 7_340_004;

const UNDOERS: Record<string, Undoer> = {
  ...ROLE_UNDOERS,
  ...GRANT_UNDOERS,
  ...PERMISSION_UNDOERS,
  ...STANDING_UNDOERS,
  ...SANCTION_UNDOERS,
};

/** What undoing an entry asks for; undefined: nothing undoes it. */
export function undoNeeds(entry: { kind: string; after: unknown; redactedAt: Date | null }) {
  const needs = entry.redactedAt === null ? UNDOERS[entry.kind]?.needs : undefined;
  return typeof needs === 'function' ? needs(entry) : needs;
}

/**
 * Undoes what an entry tells, once, under the rules that anybody would meet who did it by hand, and tells of it in an entry that
 * points at the first and can be undone in its turn. What has changed since is not undone.
 * @param held what the actor may do everywhere
 * @returns the entry that tells of it
 * @throws NOT_FOUND UNDONE_ALREADY CANNOT_UNDO NOT_ALLOWED UNDO_OVERTAKEN, and what the inverse throws
 */
export async function undoEntry(
  db: Database,
  ask: { id: string; held: readonly Permission[]; cause: Cause & { actorId: string }; now: Date },
): Promise<{ undoId: string }> {
  const { id, held, cause, now } = ask;
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${LOCK}, hashtext(${id}))`);
    const [entry] = await tx
      .select({
        kind: auditEntries.kind,
        subjectId: auditEntries.subjectId,
        before: auditEntries.before,
        after: auditEntries.after,
        redactedAt: auditEntries.redactedAt,
        undoId: auditUndone.undoId,
      })
      .from(auditEntries)
      .leftJoin(auditUndone, eq(auditUndone.entryId, auditEntries.id))
      .where(eq(auditEntries.id, id));
    if (!entry) throw new DomainError('NOT_FOUND');
    const [undoer, needs] = [UNDOERS[entry.kind], undoNeeds(entry)];
    if (!undoer || !needs) throw new DomainError('CANNOT_UNDO');
    if (!held.includes(needs)) throw new DomainError('NOT_ALLOWED');
    if (entry.undoId !== null) throw new DomainError('UNDONE_ALREADY');
    const undid = await findUndone(tx, { by: id });
    await overtakenWhenGone(() =>
      undoer.undo(tx, { entry, undid, held, cause: { ...cause, undoes: id }, now }),
    );
    const [undone] = await tx
      .select({ undoId: auditUndone.undoId })
      .from(auditUndone)
      .where(eq(auditUndone.entryId, id));
    // Nothing was left to change.
    if (!undone) throw overtaken('gone');
    return undone;
  });
}

/** What an entry undid itself. */
async function findUndone(tx: Database, { by }: { by: string }) {
  const [undone] = await tx
    .select({ before: auditEntries.before })
    .from(auditUndone)
    .innerJoin(auditEntries, eq(auditEntries.id, auditUndone.entryId))
    .where(eq(auditUndone.undoId, by));
  return undone ?? null;
}

/** What it was about is gone, or is another by now. */
async function overtakenWhenGone(undo: () => Promise<unknown>) {
  try {
    await undo();
  } catch (error) {
    const isOver =
      error instanceof DomainError &&
      ['NOT_FOUND', 'CHANGED_MEANWHILE', 'INPUT_INVALID'].includes(error.reason);
    throw isOver ? overtaken('gone', error) : error;
  }
}
