import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { passkeys, recoveryCodes } from '@/db/schema/factors';
import { passwords, sessions } from '@/db/schema/sign-in';
import { users } from '@/db/schema/users';
import type { App } from '@/e2e/fixtures';
import { codeFactories } from '@/server/testing/codes-factories';
import { type Device, newPasskey } from './authenticator';
import type { Person } from './people';

type PasskeyRow = typeof passkeys.$inferInsert;

/** Made by the app at its first start: its keys are encrypted by it, and the links in its mails signed. */
export async function appSecret({ dataDir }: Pick<App, 'dataDir'>) {
  return (await readFile(join(dataDir, 'auth-secret'), 'utf8')).trim();
}

/** Gives people ways in as the app itself would, without the way through the pages. */
export function factorsIn(app: App) {
  const codes = codeFactories(app.db);
  return {
    /** An authenticator app in use; `codeOf` shows its code. */
    async totp(person: Person, { name = 'Phone' } = {}) {
      return codes.totp(person, { name, secret: await appSecret(app) });
    },

    /** A passkey of the account, on a device if there is one. */
    async passkey(person: Person, { device, ...facts }: Partial<PasskeyRow> & { device?: Device } = {}) {
      const [owner] = await app.db
        .select({ userHandle: users.passkeyHandle })
        .from(users)
        .where(eq(users.id, person.id));
      const passkey = newPasskey({ userHandle: owner?.userHandle ?? '', synced: facts.backedUp ?? true });
      const { credentialId, publicKey } = passkey;
      const row = {
        id: uuid(),
        userId: person.id,
        name: 'A passkey',
        counter: 0,
        aaguid: '00000000-0000-0000-0000-000000000000',
        backupEligible: passkey.synced,
        backedUp: passkey.synced,
        createdAt: new Date(),
        ...facts,
      };
      await app.db.insert(passkeys).values({ ...row, credentialId, publicKey });
      await device?.keep(passkey);
      return { ...row, credentialId };
    },

    /** Recovery codes that their person said they had saved. */
    async recoveryCodes(person: Person, { count = 1 } = {}) {
      const made = await codes.recoveryCodes(person, { count });
      await app.db
        .update(recoveryCodes)
        .set({ savedAt: new Date() })
        .where(eq(recoveryCodes.userId, person.id));
      return made;
    },

    trustedDevice: codes.trustedDevice,

    /** Takes the password away, as if the account had begun with a passkey. */
    async withoutPassword(person: Person) {
      await app.db.delete(passwords).where(eq(passwords.userId, person.id));
    },

    /** Their sessions have proven who they are just now, with two factors. */
    async proveTwice(person: Person) {
      await app.db
        .update(sessions)
        .set({ provenAt: new Date(), provenAal: 2, aal: 2 })
        .where(eq(sessions.userId, person.id));
    },

    /** Their last proof was some time ago. */
    async letProofAge(person: Person) {
      await app.db
        .update(sessions)
        .set({ provenAt: new Date(Date.now() - 3_600_000) })
        .where(eq(sessions.userId, person.id));
    },
  };
}
