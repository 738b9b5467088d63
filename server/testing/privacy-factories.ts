import { eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { principals } from '@/db/schema/principals';
import { blocks, privacySettings } from '@/db/schema/privacy';
import { profiles, users } from '@/db/schema/users';
import type { PrivacyChanges } from '@/server/privacy/inputs';

/** What tests of this part start from. */
export function privacyFactories(db: Database) {
  return {
    /** Who sees what of a person, and who reaches them. */
    async privacy(person: { id: string }, settings: PrivacyChanges) {
      await db.update(privacySettings).set(settings).where(eq(privacySettings.userId, person.id));
    },

    /** So many people at once, who have never signed in. */
    async people(size: number, wish: (n: number) => { displayName: string }) {
      const now = new Date();
      const made = Array.from({ length: size }, (_, n) => ({ id: uuid(), ...wish(n) }));
      await db.insert(principals).values(made.map(({ id }) => ({ id, kind: 'user' as const })));
      await db
        .insert(users)
        .values(
          made.map(({ id }) => ({ id, email: `${id}@example.test`, locale: 'en' as const, createdAt: now })),
        );
      await db.insert(profiles).values(
        made.map(({ id, displayName }) => ({
          userId: id,
          handle: `p${id.replaceAll('-', '').slice(-20)}`,
          displayName,
          updatedAt: now,
        })),
      );
      await db.insert(privacySettings).values(made.map(({ id }) => ({ userId: id })));
      return made;
    },

    /** All of them have blocked one person. */
    async blockAll(blockers: { id: string }[], blocked: { id: string }) {
      const at = new Date();
      await db
        .insert(blocks)
        .values(blockers.map(({ id }) => ({ blockerId: id, blockedId: blocked.id, at })));
    },
  };
}

/** A person has one row of settings, which they have already. */
export async function privacyAround(_db: Database, _person: { id: string; email: string }, _size: number) {
  return undefined;
}
