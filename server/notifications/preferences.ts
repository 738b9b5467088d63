import { sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { lockPerson } from '@/server/auth/factors';
import { DomainError } from '@/server/errors';
import { entryOf } from './catalog';
import { type PreferenceChange, SetPreferenceInput } from './inputs';
import { viewOf } from './preference-view';
import { isLocked } from './rules';
import type { ChangeResult } from './types';
import { askedFor, type Changing, type Written, writeWishes } from './write-wishes';

/**
 * Writes what somebody wants otherwise, one wish or many: two statements, the first of which locks the person. Only the wishes
 * that are named are touched, so that two tabs do not undo each other, and what is so already is no change.
 * @throws LOCKED_NOTIFICATION CHANNEL_NOT_USED CANNOT_BUNDLE RATE_LIMITED
 */
export async function setPreferences(
  db: Database,
  of: Changing & { changes: PreferenceChange[]; isStaff?: boolean },
): Promise<ChangeResult> {
  const { changes, isStaff = false, ...changing } = of;
  for (const change of changes)
    refuseImpossible(change, { isStaff: isStaff || changing.means === 'unsubscribe' });
  return db.transaction(async (tx) => {
    await lockPerson(tx, { userId: of.userId });
    const wanted = changes.map((change) => ({ ...change, until: null }));
    return resultOf(await writeWishes(tx, { ...changing, asked: askedFor(wanted) }), {
      isStaff,
      now: of.now,
    });
  });
}

/** Takes back all wishes but those about single people and groups. @throws RATE_LIMITED */
export async function resetPreferences(
  db: Database,
  { isStaff, ...changing }: Changing & { isStaff: boolean },
): Promise<ChangeResult> {
  return db.transaction(async (tx) => {
    await lockPerson(tx, { userId: changing.userId });
    const asked = sql`select wish.scope, wish.key, wish.channel, null::text as mode, null::timestamptz as until
      from notification_preferences as wish
      where wish.user_id = ${changing.userId}::uuid and wish.scope in ('global', 'category', 'type')`;
    return resultOf(await writeWishes(tx, { ...changing, asked }), { isStaff, now: changing.now });
  });
}

function refuseImpossible(
  { scope, key, channel, mode }: PreferenceChange,
  { isStaff }: { isStaff: boolean },
) {
  // In the app there is nothing to bundle: it makes no noise.
  if (mode === 'digest' && channel === 'inApp') throw new DomainError('CANNOT_BUNDLE');
  if (scope !== 'type') return;
  const { channels, digestable, staff } = entryOf(key);
  if (staff && !isStaff) throw new DomainError('NOT_ALLOWED');
  if (channels[channel] === undefined) throw new DomainError('CHANNEL_NOT_USED');
  if (isLocked(key, channel)) throw new DomainError('LOCKED_NOTIFICATION');
  if (mode === 'digest' && !digestable) throw new DomainError('CANNOT_BUNDLE');
}

/** The matrix as it is now, and what takes the change back. */
export function resultOf({ changed, facts }: Written, who: { isStaff: boolean; now: Date }): ChangeResult {
  // What is not in the catalogue any more, or is about somebody, no switch of the matrix takes back.
  const undo = changed.flatMap(({ scope, key, channel, was }) => {
    const { data } = SetPreferenceInput.safeParse({ scope, key, channel, mode: was });
    return data ? [data] : [];
  });
  return { view: viewOf(facts, who), undo };
}
