import { z } from 'zod';
import type { Database } from '@/db/client';
import { STANDINGS } from '@/server/groups/catalog';
import { findPlace, lockGroup, lockPeople } from '@/server/groups/group-rows';
import { removeMember, setStanding } from '@/server/groups/places';
import { factsOf, overtaken, personOf, type Undoer, type Undoing } from './undoing';

const Place = z.object({ groupId: z.uuid(), standing: z.enum(STANDINGS) });

/** How what somebody is in a group is undone. Nobody is put into one again who was taken out: they are invited. */
export const STANDING_UNDOERS: Record<string, Undoer> = {
  'group.memberChanged': { needs: 'group.update', undo: undoChanged },
  'group.memberAdded': { needs: 'group.manageMembers', undo: undoAdded },
};

async function undoChanged(tx: Database, { entry, cause, now }: Undoing) {
  const [was, is] = [factsOf(Place, entry.before), factsOf(Place, entry.after)];
  const place = { groupId: is.groupId, personId: personOf(entry), cause, now };
  await refuseOther(tx, { ...place, standing: is.standing });
  await setStanding(tx, { ...place, standing: was.standing });
}

async function undoAdded(tx: Database, { entry, cause, now }: Undoing) {
  const { groupId, standing } = factsOf(Place, entry.after);
  const place = { groupId, personId: personOf(entry), cause, now };
  await refuseOther(tx, { ...place, standing });
  await removeMember(tx, place);
}

/** Under the locks that the commands take. */
async function refuseOther(
  tx: Database,
  of: { groupId: string; personId: string; standing: string } & Pick<Undoing, 'cause' | 'now'>,
) {
  const { groupId, personId, standing, cause, now } = of;
  await lockGroup(tx, { groupId });
  await lockPeople(tx, { actorId: cause.actorId, others: [personId] });
  const place = await findPlace(tx, { groupId, personId, now });
  if (place?.standing !== standing) throw overtaken('standing');
}
