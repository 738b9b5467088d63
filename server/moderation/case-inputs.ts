import { z } from 'zod';
import { HandleField } from '@/server/profile/handle-inputs';
import { paragraphs } from '@/server/text/inputs';
import { REPORT_KIND_NAMES, RULES, SUBJECT_KINDS } from './catalog';
import { MAX_CASES, REASON_LENGTH } from './rules';

export const ReportKindField = z.enum(REPORT_KIND_NAMES);
export const SubjectKindField = z.enum(SUBJECT_KINDS);
const RuleField = z.enum(RULES);

/** What the queue is narrowed to; what is left out narrows nothing. */
export const ListCasesInput = z.strictObject({
  /** `appealed`: resolved, with an appeal that waits. */
  state: z.enum(['open', 'resolved', 'appealed']).default('open'),
  /** Of the first report. */
  kind: ReportKindField.optional(),
  subjectKind: SubjectKindField.optional(),
  urgency: z.int().min(0).max(3).optional(),
  claimed: z.enum(['me', 'nobody', 'somebody']).optional(),
  /** The handle of whose it is. */
  person: HandleField.optional(),
  /** Of the group itself, and of its people. */
  group: z.uuid().optional(),
  /** What `next` of the page before said. */
  after: z.uuid().optional(),
});
export type CaseFilter = z.output<typeof ListCasesInput>;

/** A case about a group that nobody need have reported. */
export const OpenGroupCaseInput = z.strictObject({ groupId: z.uuid() });
/** The same about somebody. */
export const OpenPersonCaseInput = z.strictObject({ personId: z.uuid() });

/** `from`: take it from who was seen to hold it; somebody else who has it by now keeps it. */
export const ClaimCaseInput = z.strictObject({ id: z.uuid(), from: z.uuid().optional() });

const ReasonField = paragraphs({ max: REASON_LENGTH });

/** Nothing was wrong. What was is acted on, by a sanction. */
export const ResolveCaseInput = z.strictObject({
  id: z.uuid(),
  outcome: z.literal('dismissed'),
  /** The rule that it was looked at by. */
  rule: RuleField.optional(),
  /** For colleagues. */
  reason: ReasonField.default(''),
});

export const BulkCasesInput = z.strictObject({
  ids: z.array(z.uuid()).min(1).max(MAX_CASES),
  action: z.enum(['claim', 'release', 'dismiss']),
  /** Of a dismissal. */
  rule: RuleField.optional(),
  reason: ReasonField.default(''),
});
