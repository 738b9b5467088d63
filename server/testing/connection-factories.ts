import { randomInt } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { connections } from '@/db/schema/factors';
import type { ProviderAccount } from '@/server/auth/connections';

/** Makes accounts elsewhere. */
export function connectionFactories(db: Database) {
  return {
    /** An account elsewhere that a person has connected. */
    async connection(
      person: { id: string },
      { provider = 'github', ...wish }: Partial<ProviderAccount> = {},
    ): Promise<ProviderAccount> {
      const account = { provider, accountId: String(anotherAccount()), label: 'al-elsewhere', ...wish };
      await db.insert(connections).values({ ...account, userId: person.id, createdAt: new Date() });
      return account;
    },
  };
}

/** The id of an account elsewhere that nobody had before. */
export const anotherAccount = () => randomInt(1, 2 ** 40);

/** `size` accounts elsewhere of one person. */
export async function connectionsAround(db: Database, person: { id: string }, size: number) {
  const rows = Array.from({ length: size }, () => ({
    provider: 'google' as const,
    accountId: uuid(),
    userId: person.id,
    label: 'al@elsewhere.test',
    createdAt: new Date(),
  }));
  await db.insert(connections).values(rows);
}
