import { sql } from 'drizzle-orm';
import { v4 as randomUuid } from 'uuid';
import type { Database } from '@/db/client';
import { type PreferenceScope, unsubscribeLinks } from '@/db/schema/notifications';
import { signLink } from '@/server/links';
import type { Ways } from '@/server/mail/letter';

/** What a link switches off: the mails of a type, or of everything. */
interface What {
  userId: string;
  scope: PreferenceScope;
  key: string;
}

/** How somebody gets fewer mails like one: the page, and the address for one click (RFC 8058). One statement. */
export async function waysOf(
  { db, appUrl, secret }: { db: Database; appUrl: string; secret: string },
  what: What & { now: Date },
): Promise<Ways & { oneClick: string }> {
  const token = signLink({ secret, purpose: 'unsubscribe', id: await linkIdOf(db, what) });
  return {
    unsubscribe: `${appUrl}/unsubscribe?token=${token}`,
    settings: `${appUrl}/settings/notifications`,
    oneClick: `${appUrl}/api/unsubscribe?token=${token}`,
  };
}

/** One for each person and what it switches off: every mail of a kind has the same, and an old one still works. */
async function linkIdOf(db: Database, { userId, scope, key, now }: What & { now: Date }) {
  const [link] = await db
    .insert(unsubscribeLinks)
    .values({ id: randomUuid(), userId, scope, key, createdAt: now })
    .onConflictDoUpdate({
      target: [unsubscribeLinks.userId, unsubscribeLinks.scope, unsubscribeLinks.key],
      // So that the row comes back.
      set: { createdAt: sql`${unsubscribeLinks.createdAt}` },
    })
    .returning({ id: unsubscribeLinks.id });
  if (!link) throw new Error('an insert returns its row');
  return link.id;
}
