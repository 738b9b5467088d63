import { eq } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { profiles, users } from '@/db/schema/users';
import { type Cause, recordAudit } from '@/server/audit/commands';
import { reconsider } from '@/server/notifications/reconsidering';
import type { ProfileChanges, ProfileValues } from './inputs';
import { getOwnProfile } from './queries';

/**
 * Writes what changed of one's own profile and answers the whole as it is now. Sending the same twice changes
 * nothing the second time.
 */
export async function updateProfile(
  db: Database,
  update: { userId: string; changes: ProfileChanges; cause: Cause; now: Date },
) {
  const { userId, changes, cause, now } = update;
  return db.transaction(async (tx) => {
    // The lock makes two saves at the same moment follow each other, so that each audit entry tells the truth.
    await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for('update');
    const before = await getOwnProfile(tx, { userId });
    const changed = differences(before, changes);
    if (!Object.keys(changed).length) return before;
    const { locale, timeZone, ...rest } = changed;
    const account = { ...(locale && { locale }), ...(timeZone !== undefined && { timeZone }) };
    if (Object.keys(account).length) await tx.update(users).set(account).where(eq(users.id, userId));
    if (timeZone !== undefined) await reconsider(tx, { userId });
    await tx
      .update(profiles)
      .set({ ...rest, updatedAt: now })
      .where(eq(profiles.userId, userId));
    // Which fields, not what they said: the trail outlives the account, and people can be forgotten.
    const after = { fields: Object.keys(changed) };
    await recordAudit(tx, { kind: 'profile.updated', cause, subjectId: userId, after, now });
    return { ...before, ...changed };
  });
}

function differences(before: ProfileValues, changes: ProfileChanges): Partial<ProfileValues> {
  const entries = Object.entries(changes).filter(
    ([field, value]) => value !== undefined && before[field as keyof ProfileValues] !== value,
  );
  return Object.fromEntries(entries) as Partial<ProfileValues>;
}
