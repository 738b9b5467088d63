import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { profiles } from '@/db/schema/users';
import { hashPassword } from '@/server/auth/passwords';
import { startSession } from '@/server/auth/sessions';
import { createAccount } from '@/server/auth/verify-email';
import type { Locale } from '@/server/http/locale';
import { grantRole } from '@/server/roles/commands';
import type { BuiltInRole } from '@/server/roles/permissions';

/** Somebody with an account, and the password to it. */
export interface Person {
  id: string;
  email: string;
  password: string;
  displayName: string;
  handle: string;
}

interface Wish {
  displayName?: string;
  bio?: string;
  location?: string;
  website?: string;
  locale?: Locale;
  timeZone?: string;
  role?: BuiltInRole;
}

/** Good for everybody here: nobody's account is behind it but this test's. */
export const PASSWORD = 'wet pebbles under lamplight';
let passwordHash: Promise<string> | undefined;

/** An address that nobody has had. */
export function newAddress() {
  return `person-${randomBytes(5).toString('hex')}@example.test`;
}

/** Makes people as the app itself would, without the way through the pages. */
export function givenIn(db: Database) {
  return {
    /** A person whom no other test knows. */
    async user(wish: Wish = {}): Promise<Person> {
      const { displayName = 'Robin Reed', locale = 'en', timeZone = null, role, ...profile } = wish;
      const email = newAddress();
      const handle = email.split('@', 1)[0] ?? '';
      const now = new Date();
      passwordHash ??= hashPassword(PASSWORD);
      const account = { email, handle, displayName, passwordHash: await passwordHash, locale, timeZone, now };
      const id = await createAccount(db, account);
      if (Object.keys(profile).length) await db.update(profiles).set(profile).where(eq(profiles.userId, id));
      if (role) await grantRole(db, { email, role, cause: { actorId: null }, now });
      return { id, email, handle, displayName, password: PASSWORD };
    },
    /** The cookie of a session that has just begun. */
    async session(person: Person): Promise<string> {
      const { token } = await startSession(db, {
        userId: person.id,
        amr: { pwd: new Date().toISOString() },
        ip: '127.0.0.1',
        userAgent: undefined,
        now: new Date(),
      });
      return token;
    },
  };
}

export type Given = ReturnType<typeof givenIn>;
