import { eq } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { privacySettings } from '@/db/schema/privacy';
import { type Cause, recordAudit } from '@/server/audit/commands';
import { lockPerson } from '@/server/auth/factors';
import type { PrivacyChanges, PrivacyValues } from './inputs';
import { getPrivacy } from './queries';

/** Writes what changed and answers the whole as it is now. Sending the same twice changes nothing the second time. */
export async function updatePrivacy(
  db: Database,
  update: { userId: string; changes: PrivacyChanges; cause: Cause; now: Date },
): Promise<PrivacyValues> {
  const { userId, changes, cause, now } = update;
  return db.transaction(async (tx) => {
    // The lock makes two saves at the same moment follow each other, so that each audit entry tells the truth.
    await lockPerson(tx, { userId, sessionId: cause.sessionId });
    const before = await getPrivacy(tx, { userId });
    const changed = differences(before, changes);
    const fields = Object.keys(changed);
    if (!fields.length) return before;
    await tx
      .update(privacySettings)
      .set({ ...changed, updatedAt: now })
      .where(eq(privacySettings.userId, userId));
    // Which settings, not what they are: the trail outlives the account, and people can be forgotten.
    await recordAudit(tx, { kind: 'privacy.updated', cause, subjectId: userId, after: { fields }, now });
    return { ...before, ...changed };
  });
}

function differences(before: PrivacyValues, changes: PrivacyChanges): Partial<PrivacyValues> {
  const entries = Object.entries(changes).filter(
    ([field, value]) => value !== undefined && before[field as keyof PrivacyValues] !== value,
  );
  return Object.fromEntries(entries) as Partial<PrivacyValues>;
}
