import { z } from 'zod';
import { HandleShape } from '@/server/profile/handle-inputs';
import { isWritable } from '@/server/text/moments';
import { AUDIT_GROUPS, AUDIT_KINDS } from './catalog';

/** What entries are looked for by; everything that is given has to be so. */
export const AuditFilter = z.strictObject({
  /** Handles. */
  actor: HandleShape.optional(),
  subject: HandleShape.optional(),
  /** The id of a role, group, case or app. */
  about: z.uuid().optional(),
  /** By the system itself, or a visitor. */
  bySystem: z.literal(true).optional(),
  group: z.enum(AUDIT_GROUPS).optional(),
  kind: z.enum(AUDIT_KINDS).optional(),
  requestId: z.uuid().optional(),
  ip: z.union([z.ipv4(), z.ipv6()]).optional(),
  /** ISO 8601. */
  from: z.iso.datetime({ offset: true }).refine(isWritable).optional(),
  until: z.iso.datetime({ offset: true }).refine(isWritable).optional(),
});
export type AuditFilter = z.output<typeof AuditFilter>;

export const AuditListInput = z.strictObject({
  filter: AuditFilter.optional(),
  /** The last entry of the page before. */
  after: z.uuid().optional(),
});

export const AuditEntryInput = z.strictObject({ id: z.uuid() });

export const AUDIT_FORMATS = ['csv', 'jsonl'] as const;
export type AuditFormat = (typeof AUDIT_FORMATS)[number];

export const AuditExportInput = z.strictObject({
  filter: AuditFilter.optional(),
  format: z.enum(AUDIT_FORMATS),
});

/** Where the file of an export is fetched. */
export const AUDIT_PATH = '/api/audit/export';
