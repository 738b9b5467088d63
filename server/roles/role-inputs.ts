import { z } from 'zod';
import { line, paragraphs, problem, storable } from '@/server/text/inputs';
import { isWritable } from '@/server/text/moments';
import { ROLE_COLORS } from './catalog';
import { isPermission, PERMISSION_NAMES, permissionEntry } from './permissions';

/** People that the dry run names at most. */
export const NAMED_PEOPLE = 20;

/** In the order of the catalogue, each once. What is only ever held on one object no role gives. */
const RolePermissions = z
  .array(
    z
      .string()
      .refine((name) => isPermission(name) && !permissionEntry(name).objectOnly, problem('notUnderstood')),
  )
  .max(100)
  .transform((names) => PERMISSION_NAMES.filter((name) => names.includes(name)));

const RoleFields = z.strictObject({
  name: line({ min: 1, max: 40 }),
  description: paragraphs({ max: 200 }),
  color: z.enum(ROLE_COLORS, problem('required')),
  permissions: RolePermissions,
});
export type RoleValues = z.output<typeof RoleFields>;

/** `roleId` is chosen by who makes it: sent twice, it is one role. */
export const CreateRoleInput = RoleFields.extend({ roleId: z.uuidv7().toLowerCase() });

const Version = z.number().int().min(1).max(2_000_000_000);

/** Only what changed is sent; `version` is what the editor saw. */
export const UpdateRoleInput = RoleFields.partial().extend({ roleId: z.uuid(), version: Version });
export type RoleChanges = { [Field in keyof RoleValues]?: RoleValues[Field] | undefined };

export const RemoveRoleInput = z.strictObject({ roleId: z.uuid(), version: Version });

/** What would be saved; without any permission also what removing the role would do. */
export const DryRunInput = z.strictObject({ roleId: z.uuid(), permissions: RolePermissions });

/** A person by their handle or their id. */
const Who = storable({ max: 320 })
  .transform((text) => text.normalize('NFKC').trim().replace(/^@/, '').toLowerCase())
  .refine((text) => text.length > 0, problem('required'));

const Reason = paragraphs({ max: 500 });

export const AssignRoleInput = z.strictObject({
  roleId: z.uuid(),
  person: Who,
  expiresAt: z.iso
    .datetime({ offset: true })
    .refine(isWritable)
    .transform((moment) => new Date(moment))
    .nullable(),
  reason: Reason,
});

export const UnassignRoleInput = z.strictObject({ roleId: z.uuid(), person: Who });

/** The name, colour and description of a role as a form has them. */
export const RoleForm = RoleFields.omit({ permissions: true });

/** Who is to hold a role, as a form has it: until a day, which is over when it ends; empty: for good. */
export const AssignForm = z.strictObject({ person: Who, until: z.string().max(10), reason: Reason });

/** The last of a page: what follows it is the next one. */
export const RoleHoldersInput = z.strictObject({ roleId: z.uuid(), after: z.uuid().optional() });
