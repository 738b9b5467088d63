import type { AuditEntry } from '@/server/audit/queries';

/** An entry as a page has it: with its times as the server knows them, or as they came over the line. */
export type ShownEntry = Omit<AuditEntry, 'at' | 'undoneAt' | 'redactedAt'> & {
  at: Date | string;
  undoneAt: Date | string | null;
  redactedAt: Date | string | null;
};
