import { z } from 'zod';
import { paragraphs, problem } from '@/server/text/inputs';
import { DURATIONS, HIDEABLE_PARTS, RULES, SANCTION_KINDS } from './catalog';
import { SANCTION_WORDS_LENGTH } from './rules';

const KindField = z.enum(SANCTION_KINDS);
/** A message by its id, or a part of the profile. */
const PartField = z.union([z.enum(HIDEABLE_PARTS), z.templateLiteral(['message:', z.uuid()])]);

const WISH = {
  caseId: z.uuid(),
  kind: KindField,
  rule: z.enum(RULES),
  /** What the person reads. */
  words: paragraphs({ min: 1, max: SANCTION_WORDS_LENGTH }),
  /** Of a hiding, and of nothing else. */
  hides: z.array(PartField).max(20).default([]),
  /** Null: without end; so is every warning. */
  days: z.literal(DURATIONS).default(null),
};

export const ImposeInput = z
  .strictObject({
    /** Chosen by the form: sent twice it is one sanction. */
    id: z.uuid({ version: 'v7' }),
    ...WISH,
  })
  .refine(({ kind, hides }) => (kind === 'hiding') === hides.length > 0, {
    path: ['hides'],
    ...problem('required'),
  })
  .refine(({ kind, days }) => kind !== 'warning' || days === null, { path: ['days'] });
export type Imposing = z.output<typeof ImposeInput>;

/** What would be mailed, also while there are no words yet. */
export const PreviewInput = z.strictObject({
  ...WISH,
  words: paragraphs({ max: SANCTION_WORDS_LENGTH }),
});
export type Previewed = z.output<typeof PreviewInput>;

/** The case that something is to be done on. */
export const StartSanctionInput = z.strictObject({ caseId: z.uuid() });

export const SanctionsOfInput = z.strictObject({
  personId: z.uuid(),
  /** What `next` of the page before said. */
  after: z.uuid().optional(),
});
