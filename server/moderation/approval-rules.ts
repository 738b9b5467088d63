import type { Database } from '@/db/client';
import { DomainError } from '@/server/errors';
import { can } from '@/server/roles/check';
import { refuseAbove, refuseBeyondPrincipal } from '@/server/roles/within';

/** Something that nothing brings back, and that two administrators decide. */
export type Act =
  | { kind: 'administrator'; personId: string; roleId: string; until: Date | null }
  | { kind: 'purge'; personId: string };

/**
 * Refuses what somebody could not do by themselves either, were it not for two: asked when they ask for it, and of both at the
 * moment of the agreement. Under the locks on them and on the person.
 * @param of.administrators who is one at this moment
 * @throws NOT_ALLOWED ABOVE_YOU BEYOND_YOURS
 */
export async function refuseAct(
  tx: Database,
  of: { actorId: string; act: Act; administrators: readonly string[]; now: Date },
): Promise<void> {
  const { actorId, act, administrators, now } = of;
  if (!administrators.includes(actorId)) throw new DomainError('NOT_ALLOWED');
  const { personId } = act;
  await refuseAbove(tx, { actorId, personId, now });
  if (act.kind === 'administrator') {
    await refuseBeyondPrincipal(tx, { actorId, principalId: act.roleId, until: act.until, now });
    return;
  }
  const object = { type: 'person' as const, id: personId };
  if (!(await can(tx, { userId: actorId, permission: 'person.purge', object, now })))
    throw new DomainError('NOT_ALLOWED');
}
