import { AUDIT_PATH, AuditEntryInput, AuditExportInput, AuditListInput } from '@/server/audit/inputs';
import { getAuditContext, listAudit } from '@/server/audit/queries';
import { freshStaffProcedure, router, staffProcedure } from '@/server/trpc';

/** What was done, by whom, to whom. */
export const audit = router({
  list: staffProcedure('audit.view')
    .input(AuditListInput)
    .query(({ ctx, input }) => listAudit(ctx.db, input)),

  context: staffProcedure('audit.view')
    .input(AuditEntryInput)
    .query(({ ctx, input }) => getAuditContext(ctx.db, input)),

  /** The address of the file; whoever fetches it has to be who asked, and to have proved it lately. */
  export: freshStaffProcedure('audit.view')
    .input(AuditExportInput)
    .mutation(({ input }) => ({
      address: `${AUDIT_PATH}?input=${encodeURIComponent(JSON.stringify(input))}`,
    })),
});
