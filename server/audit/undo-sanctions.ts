import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '@/db/client';
import { sanctions } from '@/db/schema/moderation';
import { DomainError } from '@/server/errors';
import { findCaseReach } from '@/server/moderation/case-reach';
import { SANCTION_KINDS, SANCTION_PERMISSIONS } from '@/server/moderation/catalog';
import { holdGroup } from '@/server/moderation/sanction-groups';
import { takeSanctionBack } from '@/server/moderation/sanction-impose';
import { lockPeople } from '@/server/roles/role-rows';
import { factsOf, overtaken, personOf, type Undoer, type Undoing } from './undoing';

const Imposed = z.object({ sanction: z.uuid(), kind: z.enum(SANCTION_KINDS) });

/** How what was done about people and groups is taken back; what has ended is not done to them again. */
export const SANCTION_UNDOERS: Record<string, Undoer> = {
  'sanction.imposed': {
    needs: ({ after }) => {
      const { data } = Imposed.safeParse(after);
      return data && SANCTION_PERMISSIONS[data.kind];
    },
    undo: undoImposed,
  },
};

async function undoImposed(tx: Database, { entry, held, cause, now }: Undoing) {
  const { sanction: id, kind } = factsOf(Imposed, entry.after);
  const subjectId = personOf(entry);
  if (kind === 'group_hiding') await holdGroup(tx, { groupId: subjectId });
  await lockPeople(tx, [cause.actorId, subjectId]);
  const [inForce] = await tx
    .select({ id: sanctions.id })
    .from(sanctions)
    .where(and(eq(sanctions.id, id), isNull(sanctions.endedAt)));
  if (!inForce) throw overtaken('sanctionOver');
  const userId = cause.actorId;
  const reach = await findCaseReach(tx, { userId, held, now });
  if (!reach) throw new DomainError('NOT_ALLOWED');
  await takeSanctionBack(tx, { id, staff: { userId, reach }, cause, now });
}
