import { asc, eq, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { appSessions, oauthClients, oauthConsents } from '@/db/schema/oauth';
import { profiles } from '@/db/schema/users';
import { isScope, type Scope } from './catalog';

/** How many people of an app are counted; more are "1000 and more". */
const MOST_COUNTED = 1000;

/** An app as those see it who register them. */
export type ListedClient = Awaited<ReturnType<typeof listClients>>['clients'][number];

/**
 * A page of the registered apps by name, in one statement. `people` have allowed it, whether or not it is signed in for
 * them now, counted up to a thousand; `lastUsedAt` is null when it is signed in for nobody and never took a token for itself.
 * @param of.after the name and id of the last one seen
 * @returns `nextCursor`: what `after` has to be for the page after this one; null at the end
 */
export async function listClients(
  db: Database,
  { after, limit }: { after?: { name: string; id: string } | undefined; limit: number },
) {
  const rows = await db
    .select({
      id: oauthClients.id,
      name: oauthClients.name,
      description: oauthClients.description,
      website: oauthClients.website,
      type: oauthClients.type,
      secretChangedAt: oauthClients.secretChangedAt,
      redirectUris: oauthClients.redirectUris,
      scopes: oauthClients.scopes,
      deviceFlow: oauthClients.deviceFlow,
      enabled: oauthClients.enabled,
      createdAt: oauthClients.createdAt,
      ownerName: profiles.displayName,
      ownerHandle: profiles.handle,
      people: sql<number>`(select count(*)::int from (select from ${oauthConsents}
        where ${oauthConsents.clientId} = ${oauthClients.id} limit ${sql.raw(String(MOST_COUNTED))}) as counted)`,
      // Of one that is null the other one is the greatest.
      lastUsedAt:
        sql`greatest(${oauthClients.lastTokenAt}, (select ${appSessions.lastSeenAt} from ${appSessions}
        where ${appSessions.clientId} = ${oauthClients.id} order by ${appSessions.lastSeenAt} desc limit 1))`.mapWith(
          (at: string): Date | null => new Date(at),
        ),
    })
    .from(oauthClients)
    .leftJoin(profiles, eq(profiles.userId, oauthClients.ownerId))
    .where(after && sql`(${oauthClients.name}, ${oauthClients.id}) > (${after.name}, ${after.id}::uuid)`)
    .orderBy(asc(oauthClients.name), asc(oauthClients.id))
    .limit(limit + 1);
  const clients = rows.slice(0, limit).map(({ scopes, ...row }) => ({ ...row, scopes: known(scopes) }));
  const last = clients.at(-1);
  return { clients, nextCursor: rows.length > limit && last ? { name: last.name, id: last.id } : null };
}

/** Those that still have a meaning here. */
function known(scopes: string[]): Scope[] {
  return scopes.filter(isScope);
}
