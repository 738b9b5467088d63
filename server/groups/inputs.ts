import { z } from 'zod';
import { HandleShape } from '@/server/profile/handle-inputs';
import { line, paragraphs, problem } from '@/server/text/inputs';
import { DESCRIPTION_LENGTH, JOININGS, NAME_LENGTH, STANDINGS, VISIBILITIES } from './catalog';

const GroupFields = z.strictObject({
  name: line({ min: 1, max: NAME_LENGTH }),
  description: paragraphs({ max: DESCRIPTION_LENGTH }),
  visibility: z.enum(VISIBILITIES, problem('required')),
  joining: z.enum(JOININGS, problem('required')),
});
export type GroupValues = z.output<typeof GroupFields>;

/** The fields as a form has them. */
export const GroupForm = GroupFields;

/** `groupId` is chosen by who makes it: sent twice, it is one group. */
export const CreateGroupInput = GroupFields.extend({ groupId: z.uuidv7().toLowerCase() });

/** Only what changed is sent. */
export const UpdateGroupInput = GroupFields.partial().extend({ groupId: z.uuid() });
export type GroupChanges = { [Field in keyof GroupValues]?: GroupValues[Field] | undefined };

export const GroupInput = z.strictObject({ groupId: z.uuid() });

/** Where a page ended: the name it is sorted by, and the id. */
const GroupCursorField = z.tuple([
  z
    .string()
    .max(1300)
    .regex(/^[^\0]*$/u),
  z.uuid(),
]);
export type GroupCursor = z.output<typeof GroupCursorField>;

export const MyGroupsInput = z.strictObject({ after: GroupCursorField.optional() });

const MemberCursorField = z.tuple([z.enum(STANDINGS), z.uuid()]);
export type MemberCursor = z.output<typeof MemberCursorField>;

export const MembersInput = z.strictObject({ groupId: z.uuid(), after: MemberCursorField.optional() });

/** Whom, by their handle. */
export const InviteInput = z.strictObject({
  groupId: z.uuid(),
  handle: HandleShape,
  standing: z.enum(STANDINGS).default('member'),
});

/** Whom to invite, as a form has it. */
export const InviteForm = z.strictObject({
  handle: HandleShape,
  standing: z.enum(STANDINGS, problem('required')),
});

/** Somebody in a group, or about to be. */
export const GroupPersonInput = z.strictObject({ groupId: z.uuid(), personId: z.uuid() });

export const SetStandingInput = GroupPersonInput.extend({ standing: z.enum(STANDINGS) });

/** What the list of staff is narrowed to. */
export const ListGroupsInput = z.strictObject({
  /** Any part of a name. */
  text: line({ max: NAME_LENGTH }).optional(),
  after: GroupCursorField.optional(),
});
