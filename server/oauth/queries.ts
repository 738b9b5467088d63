import { eq, sql } from 'drizzle-orm';
import { validate as isUuid } from 'uuid';
import type { Database } from '@/db/client';
import { prepared } from '@/db/prepared';
import { oauthClients } from '@/db/schema/oauth';

export type OAuthClient = NonNullable<Awaited<ReturnType<typeof findClient>>>;

const clientById = prepared((db) => selectClient(db).prepare('oauth_client'));
const heldClient = prepared((db) => selectClient(db).for('share').prepare('oauth_client_held'));

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
  const [client] = await (hold ? heldClient : clientById)(db).execute({ clientId });
  return client;
}

function selectClient(db: Database) {
  return db
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
    .where(eq(oauthClients.id, sql.placeholder('clientId')))
    .limit(1);
}
