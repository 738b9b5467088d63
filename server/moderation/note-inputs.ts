import { z } from 'zod';
import { paragraphs } from '@/server/text/inputs';
import { NOTE_LENGTH } from './rules';

/** Of a case (with those of its person), or of a person. */
export const ListNotesInput = z
  .strictObject({ caseId: z.uuid().optional(), personId: z.uuid().optional() })
  .refine(({ caseId, personId }) => (caseId === undefined) !== (personId === undefined));

/** On a case, which is on its person as well, or on a person alone. */
export const AddNoteInput = z
  .strictObject({
    /** Chosen by the form, so that a note sent twice is one. */
    id: z.uuid({ version: 'v7' }),
    caseId: z.uuid().optional(),
    personId: z.uuid().optional(),
    body: paragraphs({ max: NOTE_LENGTH, min: 1 }),
  })
  .refine(({ caseId, personId }) => (caseId === undefined) !== (personId === undefined));
