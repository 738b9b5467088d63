import { AUDIT_PATH, AuditEntryInput, AuditExportInput, AuditListInput } from '@/server/audit/inputs';
import { getAuditContext, listAudit } from '@/server/audit/queries';
import { undoEntry } from '@/server/audit/undo';
import { freshStaffProcedure, router, staffProcedure } from '@/server/trpc';

/** What was done, by whom, to whom. */
export const audit = router({
  list: staffProcedure('audit.view')
    .input(AuditListInput)
    .query(({ ctx, input }) => {
      const readerId = ctx.actor.userId;
      return ctx.readList((db) => listAudit(db, { ...input, readerId }));
    }),

  context: staffProcedure('audit.view')
    .input(AuditEntryInput)
    .query(({ ctx, input }) =>
      getAuditContext(ctx.db, {
        ...input,
        readerId: ctx.actor.userId,
        held: ctx.actor.permissions,
      }),
    ),

  /** What is undone asks for the permission of doing it, besides. */
  undo: freshStaffProcedure('audit.view')
    .input(AuditEntryInput)
    .mutation(({ ctx, input: { id } }) =>
      undoEntry(ctx.db, { id, held: ctx.actor.permissions, cause: ctx.cause, now: new Date() }),
    ),

  /** The address of the file; whoever fetches it has to be who asked, and to have proved it lately. */
  export: freshStaffProcedure('audit.view')
    .input(AuditExportInput)
    .mutation(({ input }) => ({
      address: `${AUDIT_PATH}?input=${encodeURIComponent(JSON.stringify(input))}`,
    })),
});
