import { eq } from 'drizzle-orm';
import { validate as isUuid } from 'uuid';
import type { Database } from '@/db/client';
import { oauthClients } from '@/db/schema/oauth';

export type OAuthClient = NonNullable<Awaited<ReturnType<typeof findClient>>>;

/** A client by its `client_id`, switched off or not. */
export async function findClient(db: Database, { clientId }: { clientId: string }) {
  if (!isUuid(clientId)) return undefined;
  const [client] = await db
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
  return client;
}
