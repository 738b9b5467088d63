import { type SQL, sql } from 'drizzle-orm';
import { groups } from '@/db/schema/groups';
import { oauthClients } from '@/db/schema/oauth';
import { profiles } from '@/db/schema/users';
import { isSeen, LOOK } from '@/server/privacy/policy';
import { seesGroup } from './inbox-queries';

/** What somebody, some group or some app that was muted is called, to who sees them; null otherwise. By their id, as text. */
export function objectName({ kind, id }: { kind: SQL; id: SQL }): SQL<string | null> {
  const uuid = sql`(${id})::uuid`;
  return sql<string | null>`(case ${kind}
    when 'person' then (select ${profiles.displayName} from ${profiles}
      where ${profiles.userId} = ${uuid} and ${isSeen(uuid, LOOK)})
    when 'app' then (select ${oauthClients.name} from ${oauthClients} where ${oauthClients.id} = ${uuid})
    else (select ${groups.name} from ${groups}
      where ${groups.id} = ${uuid} and ${groups.removedAt} is null and ${groups.hiddenAt} is null and ${seesGroup})
  end)`;
}
