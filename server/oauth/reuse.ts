import type { Database } from '@/db/client';
import type { Cause } from '@/server/audit/commands';
import { recordSecurityEvent } from '@/server/security/commands';
import { endAppSession } from './app-sessions';

/**
 * Ends an app session because something that works once was used again: one of the two is a copy, and nobody can say
 * which (RFC 9700 section 4.14.2). The person is told of both, and what was closed. Nothing, when it is over already.
 */
export async function endReused(
  db: Database,
  { id, what, cause, now }: { id: string; what: 'code' | 'refreshToken'; cause: Cause; now: Date },
) {
  const ended = await endAppSession(db, { id });
  if (!ended) return;
  const { userId, name, refreshedAt, refreshedIp, refreshedUserAgent } = ended;
  await recordSecurityEvent(db, {
    kind: 'app.tokenReused',
    userId,
    cause,
    details: { name, what, endedSessions: 1 },
    // Of the use before; this one is the event's own address, device and time.
    ownDetails: {
      firstAt: refreshedAt.toISOString(),
      ...(refreshedIp !== null && { firstIp: refreshedIp }),
      ...(refreshedUserAgent !== null && { firstUserAgent: refreshedUserAgent }),
    },
    now,
  });
}
