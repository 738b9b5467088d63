import { z } from 'zod';
import { HandleShape } from '@/server/profile/handle-inputs';
import { line } from '@/server/text/inputs';
import { isWritable } from '@/server/text/moments';
import { PEOPLE_AT_ONCE } from './rules';

export const PERSON_SORTS = ['newest', 'oldest', 'handle', 'handleDown'] as const;
export type PersonSort = (typeof PERSON_SORTS)[number];

export const PERSON_STATES = ['active', 'suspended', 'deactivated', 'leaving', 'erasing'] as const;

/** `authenticator` and `passkey` are for who may see how people sign in. */
export const PERSON_FLAGS = ['limited', 'openCase', 'sanctioned', 'authenticator', 'passkey'] as const;
export type PersonFlag = (typeof PERSON_FLAGS)[number];
export const OF_SECURITY: readonly PersonFlag[] = ['authenticator', 'passkey'];

/** What a row tells besides who it is; `email` and `lastSeen` for who may see them. */
export const PERSON_COLUMNS = ['email', 'status', 'openCases', 'sanctions', 'joined', 'lastSeen'] as const;
export type PersonColumn = (typeof PERSON_COLUMNS)[number];

/** Where a page ended: what the list is sorted by, a moment as PostgreSQL writes it or a handle, and the id. It leaves the process sealed. */
export type PersonCursor = [key: string, id: string];

/** What the list of people is narrowed to; what is left out narrows nothing. */
export const ListPeopleInput = z.strictObject({
  /** The beginning of a handle or of a word of a name; a whole address, of who may see addresses. */
  text: line({ max: 100 }).optional(),
  inRole: z.uuid().optional(),
  inGroup: z.uuid().optional(),
  state: z.enum(PERSON_STATES).optional(),
  createdFrom: z.iso.date().refine(isWritable).optional(),
  /** That day included. */
  createdUntil: z.iso.date().refine(isWritable).optional(),
  flags: z.array(z.enum(PERSON_FLAGS)).max(PERSON_FLAGS.length).default([]),
  sort: z.enum(PERSON_SORTS).default('newest'),
  /** What `next` of the page before said. */
  after: z.base64url().max(200).optional(),
});
export type PersonFilter = Omit<z.output<typeof ListPeopleInput>, 'after'> &
  Pick<z.output<typeof ExportPeopleInput>, 'ids'> & { after?: PersonCursor | undefined };

/** The same as a file: of everybody whom the filters find, or of some of them. */
export const ExportPeopleInput = ListPeopleInput.omit({ after: true }).extend({
  ids: z.array(z.uuid()).min(1).max(PEOPLE_AT_ONCE).optional(),
  /** Which columns it has besides who it is; absent: all. */
  columns: z.array(z.enum(PERSON_COLUMNS)).max(PERSON_COLUMNS.length).optional(),
});
export type PeopleExported = z.output<typeof ExportPeopleInput>;

/** Where the file of the list is fetched. */
export const PEOPLE_PATH = '/api/people/export';

export const GetPersonInput = z.strictObject({ handle: HandleShape });

export const ResetFactorsInput = z.strictObject({ id: z.uuid() });

export const EndSessionsInput = z.strictObject({ ids: z.array(z.uuid()).min(1).max(100) });
