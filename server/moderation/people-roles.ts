import type { Database } from '@/db/client';
import type { Cause } from '@/server/audit/commands';
import { DomainError } from '@/server/errors';
import { assignRole } from '@/server/roles/assign';

const TOLD = ['NOT_FOUND', 'ABOVE_YOU', 'BEYOND_YOURS', 'SECOND_PERSON_NEEDED', 'LAST_ADMIN'] as const;

/** What came of it for one person. */
interface Assigned {
  id: string;
  result: 'done' | 'YOURSELF' | (typeof TOLD)[number];
}

/**
 * Puts several people into a role, or sets when it ends for who is in it. Each in a transaction of their own: whether a second
 * administrator has to agree, and whether somebody has to sign in anew, hangs on what each of them has by then; and whom it is
 * refused for keeps none of the others. @throws INPUT_INVALID
 */
export async function assignToPeople(
  db: Database,
  wish: {
    ids: string[];
    roleId: string;
    expiresAt: Date | null;
    reason: string;
    cause: Cause & { actorId: string };
    now: Date;
  },
): Promise<Assigned[]> {
  const { ids, ...place } = wish;
  const results: Assigned[] = [];
  for (const id of new Set(ids)) results.push({ id, result: await assignOne(db, { id, ...place }) });
  return results;
}

async function assignOne(
  db: Database,
  { id, ...place }: { id: string } & Omit<Parameters<typeof assignRole>[1], 'personId'>,
): Promise<Assigned['result']> {
  if (id === place.cause.actorId) return 'YOURSELF';
  try {
    await assignRole(db, { personId: id, ...place });
    return 'done';
  } catch (error) {
    const reason = error instanceof DomainError && TOLD.find((one) => one === error.reason);
    if (!reason) throw error;
    return reason;
  }
}
