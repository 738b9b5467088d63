import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { privacySettings } from '@/db/schema/privacy';
import { callerFor } from '@/server/testing/callers';
import { createTestDatabase } from '@/server/testing/database';
import { makeGiven } from '@/server/testing/factories';
import { recordVisits } from './recording';

const asked = { path: '/' };

test('the statements of a visit are recorded with what they were sent, and undone', async () => {
  const database = await createTestDatabase();
  const { db } = database.connection;
  try {
    const person = await makeGiven(db).user();
    const [statements = []] = await recordVisits(database.url, [
      { asked, call: (tx) => callerFor(tx, person).privacy.update({ bio: 'only_me' }) },
    ]);
    expect(statements).toHaveLength(6);
    expect(
      statements.some(({ text, parameters }) => /^update/i.test(text) && parameters.includes('only_me')),
    ).toBe(true);
    const [settings] = await db.select().from(privacySettings).where(eq(privacySettings.userId, person.id));
    expect(settings?.bio).toBe('everyone');
  } finally {
    await database.drop();
  }
});

test('a visit that fails is no limit, nor is one without statements of its own', async () => {
  const database = await createTestDatabase();
  try {
    await expect(
      recordVisits(database.url, [{ asked, call: (tx) => callerFor(tx, null).profile.me() }]),
    ).rejects.toThrow();
    await expect(recordVisits(database.url, [{ asked }])).rejects.toThrow('no statements');
  } finally {
    await database.drop();
  }
});
