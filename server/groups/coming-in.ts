import { and, eq } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { groupInvitations } from '@/db/schema/groups';
import { memberships } from '@/db/schema/permissions';
import type { AuditKind } from '@/server/audit/catalog';
import { recordAudit } from '@/server/audit/commands';
import { endAccess } from '@/server/auth/end-access';
import type { Standing } from './catalog';
import { type By, type LockedPerson, placeFacts } from './group-rows';

/** What is open between a group and somebody: they are invited, or asked. */
export async function findOpen(
  tx: Database,
  { groupId, personId, now }: { groupId: string; personId: string; now: Date },
) {
  const [open] = await tx
    .select({
      standing: groupInvitations.standing,
      invitedBy: groupInvitations.invitedBy,
      expiresAt: groupInvitations.expiresAt,
    })
    .from(groupInvitations)
    .where(isOpenTo({ groupId, personId }));
  return open && open.expiresAt > now ? open : undefined;
}

export function isOpenTo({ groupId, personId }: { groupId: string; personId: string }) {
  return and(eq(groupInvitations.groupId, groupId), eq(groupInvitations.userId, personId));
}

/**
 * Writes that somebody is in a group, which answers whatever was open, with its entry. Asks for no rule: that is for who calls it,
 * under the locks on the group and the people. Whoever gains power by it has to sign in anew, but in the session `but`.
 * @param of.isPower what `givesPower` says of the group
 */
export async function putIntoGroup(
  tx: Database,
  of: By & {
    groupId: string;
    person: LockedPerson;
    standing: Standing;
    grantedBy: string;
    kind: Extract<AuditKind, 'group.joined' | 'group.memberAdded'>;
    isPower: boolean;
    but?: string | undefined;
  },
) {
  const { groupId, person, standing, grantedBy, kind, isPower, but, cause, now } = of;
  const place = { standing, expiresAt: null, grantedBy, grantedAt: now, reason: '' };
  await tx
    .insert(memberships)
    .values({ userId: person.id, principalId: groupId, ...place })
    // One that has come to its end may still be there.
    .onConflictDoUpdate({ target: [memberships.userId, memberships.principalId], set: place });
  await tx.delete(groupInvitations).where(isOpenTo({ groupId, personId: person.id }));
  if (isPower) await endAccess(tx, { person, ...(but !== undefined && { but }) });
  const after = { ...placeFacts({ groupId, standing }), by: grantedBy };
  await recordAudit(tx, { kind, cause, subjectId: person.id, after, now });
}
