import { and, eq, gt } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { signUps } from '@/db/schema/sign-in';
import { readLink } from '@/server/links';

/** The sign-up behind a link from a mail, while it waits for its address to be confirmed. */
export async function findOpenSignUp(
  db: Database,
  { secret, token, now }: { secret: string; token: string; now: Date },
) {
  const id = readLink({ secret, purpose: 'verify-email', token });
  if (!id) return undefined;
  const [open] = await db
    .select({
      id: signUps.id,
      email: signUps.email,
      displayName: signUps.displayName,
      passkeyHandle: signUps.passkeyHandle,
      cookieHash: signUps.cookieHash,
      passwordHash: signUps.passwordHash,
    })
    .from(signUps)
    .where(and(eq(signUps.id, id), gt(signUps.expiresAt, now)))
    .limit(1);
  return open;
}
