import { z } from 'zod';
import { LOCALES } from '@/server/http/locale';
import { AssignForm, AssignRoleInput } from '@/server/roles/role-inputs';
import { paragraphs, problem } from '@/server/text/inputs';
import { DURATIONS, RULES } from './catalog';
import { PEOPLE_AT_ONCE, PEOPLE_FOR_ROLE, PEOPLE_SANCTIONS, SANCTION_WORDS_LENGTH } from './rules';

const People = z.array(z.uuid()).min(1).max(PEOPLE_AT_ONCE);
const Kind = z.enum(PEOPLE_SANCTIONS);
const Words = paragraphs({ max: SANCTION_WORDS_LENGTH });

/** What is done about several people, and what each of them reads, in their language. */
const ACT = {
  kind: Kind,
  rule: z.enum(RULES),
  words: z.partialRecord(z.enum(LOCALES), Words),
  /** Null: without end. */
  days: z.literal(DURATIONS).default(null),
};

export const ActOnPeopleInput = z
  .strictObject({
    /** With the id of what is done about each, chosen by the form: sent twice it is done once. */
    people: z
      .array(z.strictObject({ personId: z.uuid(), sanctionId: z.uuid({ version: 'v7' }) }))
      .min(1)
      .max(PEOPLE_AT_ONCE)
      .refine((people) => new Set(people.map(({ personId }) => personId)).size === people.length),
    ...ACT,
  })
  .refine(({ words }) => Object.values(words).some((text) => text.length > 0), {
    path: ['words'],
    ...problem('required'),
  });
export type ActingOnPeople = z.output<typeof ActOnPeopleInput>;

/** What would come of it. */
export const StartActingInput = z.strictObject({ ids: People, kind: Kind });

/** The mail that one of them would get, also while there are no words yet. */
export const PreviewActingInput = z.strictObject({ personId: z.uuid(), ...ACT });
export type PreviewedActing = z.output<typeof PreviewActingInput>;

export const TakeBackInput = z.strictObject({ ids: People });

/** On whom one may act at all. */
export const WhomInput = z.strictObject({ ids: People });

/** Each of them has to be asked about anew under the locks of their own: fewer at once. */
export const AssignToPeopleInput = AssignRoleInput.omit({ person: true }).extend({
  ids: z.array(z.uuid()).min(1).max(PEOPLE_FOR_ROLE),
});

/** Which role, until when and why, as a form has it; as `AssignForm` for one person. */
export const PeopleRoleForm = AssignForm.omit({ person: true }).extend({
  roleId: z.uuid(problem('required')),
});
