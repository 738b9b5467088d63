import { z } from 'zod';
import { paragraphs } from '@/server/text/inputs';
import { ReportKindField, SubjectKindField } from './case-inputs';
import { WORDS_LENGTH } from './rules';

const SubjectField = z.strictObject({
  kind: SubjectKindField,
  /** Of the person of a profile, else of the photo, the message or the group. */
  id: z.uuid(),
});
export type Subject = z.output<typeof SubjectField>;

export const SubjectInput = z.strictObject({ subject: SubjectField });

export const CreateReportInput = z.strictObject({
  /** Chosen by the form, so that a report sent twice is one. */
  id: z.uuid({ version: 'v7' }),
  subject: SubjectField,
  kind: ReportKindField,
  words: paragraphs({ max: WORDS_LENGTH }).default(''),
});

export const ListReportsInput = z.strictObject({
  /** What `next` of the page before said. */
  after: z.uuid().optional(),
});
