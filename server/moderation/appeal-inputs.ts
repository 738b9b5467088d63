import { z } from 'zod';
import { paragraphs, problem } from '@/server/text/inputs';
import { ANSWER_LENGTH, APPEAL_LENGTH } from './rules';

export const FileAppealInput = z.strictObject({
  /** Chosen by the form: sent twice it is one appeal. */
  id: z.uuid({ version: 'v7' }),
  caseId: z.uuid(),
  words: paragraphs({ min: 1, max: APPEAL_LENGTH }),
});

/** `upheld`: what was done stays. `granted`: it ends. */
export const DecideAppealInput = z.strictObject({
  id: z.uuid(),
  outcome: z.enum(['upheld', 'granted'], problem('required')),
  /** What the person reads of it. */
  answer: paragraphs({ min: 1, max: ANSWER_LENGTH }),
});
