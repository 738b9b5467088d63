import { eq } from 'drizzle-orm';
import { validate as isUuid } from 'uuid';
import type { Database } from '@/db/client';
import { oauthClients } from '@/db/schema/oauth';

export type OAuthClient = NonNullable<Awaited<ReturnType<typeof findClient>>>;

/**
 * A client by its `client_id`, switched off or not.
 * @param find.hold within a transaction: nobody changes or removes it until that ends. Locked after the person and
 *   before every row that refers to it, since who removes a client locks it first (`removeClient`).
 */
export async function findClient(
  db: Database,
  { clientId, hold = false }: { clientId: string; hold?: boolean },
) {
  if (!isUuid(clientId)) return undefined;
  const query = db
    .select({
      id: oauthClients.id,
      name: oauthClients.name,
      description: oauthClients.description,
      website: oauthClients.website,
      type: oauthClients.type,
      secretHash: oauthClients.secretHash,
      redirectUris: oauthClients.redirectUris,
      scopes: oauthClients.scopes,
      deviceFlow: oauthClients.deviceFlow,
      enabled: oauthClients.enabled,
    })
    .from(oauthClients)
    .where(eq(oauthClients.id, clientId))
    .limit(1);
  const [client] = await (hold ? query.for('share') : query);
  return client;
}
