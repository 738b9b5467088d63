import { eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import { auditEntries } from '@/db/schema/audit';
import { totpAuthenticators } from '@/db/schema/factors';
import { signingKeys } from '@/db/schema/oauth';
import { test } from '@/server/testing/fixtures';
import { decrypt, encrypt, keyPrefix } from './encryption';
import { rotateKeys } from './rotate-keys';
import { totpRow } from './totp';
import { newTotpKey } from './totp-codes';

const [present, earlier, lost] = [
  'the secret of today, which is long enough',
  'the secret of last year, also long enough',
  'a secret that nobody remembers any longer',
];

test('what is under an earlier secret comes under the present one, by two at once, and is told', async ({
  db,
  given,
}) => {
  const user = await given.user();
  const old = [await given.totp(user, { secret: earlier }), await given.totp(user, { secret: earlier })];
  await given.totp(user, { secret: present });
  const unreadable = await given.totp(user, { secret: lost });
  const before = await secretOf(unreadable.id);

  const rotation = {
    secrets: [present, earlier] as [string, string],
    cause: { actorId: null },
    now: new Date(),
  };
  const results = await Promise.all([rotateKeys(db, rotation), rotateKeys(db, rotation)]);
  expect(results.reduce((sum, { rotated }) => sum + rotated, 0)).toBe(2);
  for (const { id, key } of old) {
    const stored = await secretOf(id);
    expect(stored.startsWith(keyPrefix(present))).toBe(true);
    const boundTo = totpRow({ id, userId: user.id });
    expect(decrypt({ stored, secrets: [present], boundTo })).toBe(key);
  }
  expect(await secretOf(unreadable.id)).toBe(before);
  // Three authenticator apps, and the key that signs access tokens.
  expect(await rotateKeys(db, rotation)).toMatchObject({ rotated: 0, current: 4, unreadable: 1 });
  const trail = await db.select().from(auditEntries).where(eq(auditEntries.kind, 'keys.rotated'));
  expect(trail.reduce((sum, { after }) => sum + Number(Object(after).rotated), 0)).toBe(2);

  async function secretOf(id: string) {
    const [row] = await db.select().from(totpAuthenticators).where(eq(totpAuthenticators.id, id));
    return row?.secret ?? '';
  }
});

test('more than one batch is looked at', async ({ db, given }) => {
  const user = await given.user();
  const before = await db.$count(totpAuthenticators);
  // One statement: a thousand at once would wait for ten connections, and the last of them longer than they may.
  await db.insert(totpAuthenticators).values(
    Array.from({ length: 1001 - before }, () => {
      const id = uuid();
      const boundTo = totpRow({ id, userId: user.id });
      const secret = encrypt({ text: newTotpKey(), secret: present, boundTo });
      return { id, userId: user.id, name: 'Phone', secret, createdAt: new Date(), confirmedAt: new Date() };
    }),
  );
  const signing = await db.$count(signingKeys);
  const { current, unreadable } = await rotateKeys(db, {
    secrets: [present],
    cause: { actorId: null },
    now: new Date(),
  });
  // And the keys that sign access tokens.
  expect(current + unreadable).toBe(1001 + signing);
});
