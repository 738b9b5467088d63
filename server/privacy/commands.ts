import { eq, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { parameter, prepared } from '@/db/prepared';
import { privacySettings } from '@/db/schema/privacy';
import { type Cause, recordAudit } from '@/server/audit/commands';
import { lockPerson } from '@/server/auth/factors';
import { type PrivacyChanges, PrivacyFields, type PrivacyValues } from './inputs';
import { getPrivacy } from './queries';

const SETTINGS = PrivacyFields.keyof().options;
const UNCHANGED = Object.fromEntries(SETTINGS.map((name) => [name, null]));

/** One statement for every choice of settings, so that it is prepared: what is null stays as it is. */
const settingsChanged = prepared((db) => {
  const changes = SETTINGS.map((name) => {
    const column = privacySettings[name];
    return [name, sql`coalesce(${parameter(name, column.getSQLType())}, ${column})`];
  });
  return db
    .update(privacySettings)
    .set({ ...Object.fromEntries(changes), updatedAt: parameter('now', 'timestamptz') })
    .where(eq(privacySettings.userId, sql.placeholder('userId')))
    .prepare('privacy_changed');
});

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
    await settingsChanged(tx).execute({ ...UNCHANGED, ...changed, userId, now: now.toISOString() });
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
