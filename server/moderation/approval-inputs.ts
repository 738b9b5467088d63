import { z } from 'zod';
import { AssignRoleInput } from '@/server/roles/role-inputs';
import { paragraphs, problem } from '@/server/text/inputs';

const { person, roleId, expiresAt } = AssignRoleInput.shape;
const REASON_LENGTH = 500;

/** Somebody is to be an administrator, by a role that makes them one; without a role: to be purged, for a reason. */
export const AskApprovalInput = z
  .strictObject({
    /** Chosen by the form, so that what is sent twice is asked once. */
    id: z.uuid({ version: 'v7' }),
    kind: z.enum(['administrator', 'purge']),
    person,
    roleId: roleId.optional(),
    /** Until when they would be in the role. */
    expiresAt: expiresAt.default(null),
    /** For the second administrator; of a role it is what its holder is listed with. */
    reason: paragraphs({ max: REASON_LENGTH }),
  })
  .refine(({ kind, roleId: role }) => (kind === 'administrator') === (role !== undefined), {
    path: ['roleId'],
  })
  .refine(({ kind, reason }) => kind === 'administrator' || reason.length > 0, {
    path: ['reason'],
    ...problem('required'),
  });

/** What waits, or what was decided or is over; the latest first. */
export const ListApprovalsInput = z.strictObject({
  state: z.enum(['waiting', 'over']).default('waiting'),
  /** What `next` of the page before said. */
  after: z.uuid().optional(),
});

/** The reason of a purge, as a form has it. */
export const PurgeForm = z.strictObject({ reason: paragraphs({ min: 1, max: REASON_LENGTH }) });
