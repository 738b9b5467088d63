import { z } from 'zod';
import { line, paragraphs, problem } from '@/server/text/inputs';
import { isWritable } from '@/server/text/moments';
import {
  OBJECT_TYPES,
  type ObjectType,
  PERMISSION_NAMES,
  permissionEntry,
  permissionsAbout,
} from './permissions';

/** What a search can be for: whoever can hold something, and whatever it can be held on. */
const NAMED_KINDS = ['person', 'role', 'group', 'client', 'report'] as const;
export type NamedKind = (typeof NAMED_KINDS)[number];

const Id = z.uuid(problem('required')).toLowerCase();
const Reason = paragraphs({ max: 500 });
const End = z.iso
  .datetime({ offset: true })
  .refine(isWritable)
  .transform((moment) => new Date(moment))
  .nullable();

/** Several objects of one type, and permissions that fit it: others neither compile nor pass. */
function on<Type extends ObjectType>(type: Type) {
  return z.strictObject({
    type: z.literal(type),
    objectIds: z.array(Id).min(1, problem('required')).max(100),
    permissions: z
      .array(z.enum(permissionsAbout(type)))
      .min(1, problem('required'))
      .max(20),
  });
}

/** Each of the principals, each of the permissions, each of the objects: one to many and many to one are the same. */
const Lines = z.strictObject({
  principalIds: z.array(Id).min(1, problem('required')).max(100),
  on: z.discriminatedUnion('type', [on('person'), on('group'), on('report'), on('client')]),
});

export const GiveGrantsInput = Lines.extend({ expiresAt: End, reason: Reason });
export const TakeGrantsInput = Lines;
export const DenyInput = Lines.extend({ reason: Reason });
export const AllowInput = Lines;

const Everywhere = z.enum(PERMISSION_NAMES.filter((name) => !permissionEntry(name).objectOnly));
const PersonPermissions = z.strictObject({
  personId: Id,
  permissions: z.array(Everywhere).min(1, problem('required')).max(50),
});

export const GivePermissionsInput = PersonPermissions.extend({ expiresAt: End, reason: Reason });
export const TakePermissionsInput = PersonPermissions;
export const PermissionsOfInput = z.strictObject({ personId: Id });

/** The line that the page before ended with; `id` is the object's, or the principal's of a list about one object. */
const LinePlace = z.strictObject({ permissionId: z.number().int().min(1).max(32_767), id: Id });

export const GrantsOfInput = z.strictObject({ principalId: Id, after: LinePlace.optional() });

const AnObject = z.strictObject({ type: z.enum(OBJECT_TYPES), id: Id });

export const HoldersInput = z.strictObject({ object: AnObject, after: Id.optional() });
export const SharedInput = z.strictObject({ object: AnObject });

/** What is denied to a principal, or on an object. */
export const DenialsInput = z.strictObject({
  of: z.enum(['principal', 'object']),
  id: Id,
  after: LinePlace.optional(),
});

export const SearchInput = z.strictObject({
  text: line({ max: 100 }),
  kinds: z.array(z.enum(NAMED_KINDS)).min(1).max(NAMED_KINDS.length),
});

/** Without an object: everywhere. */
function askedOn<Type extends ObjectType>(type: Type) {
  return z.strictObject({
    type: z.literal(type),
    permission: z.enum(permissionsAbout(type)),
    objectId: Id.nullable(),
  });
}

export const ExplainInput = z.strictObject({
  /** Null: a visitor. */
  personId: Id.nullable(),
  about: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('site'), permission: z.enum(permissionsAbout('site')) }),
    askedOn('person'),
    askedOn('group'),
    askedOn('report'),
    askedOn('client'),
  ]),
});

/** Until when and why, as a form has it: until a day, which is over when it ends; empty: for good. */
export const GiveForm = z.strictObject({ until: z.string().max(10), reason: Reason });
