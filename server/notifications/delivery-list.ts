import { and, desc, eq, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { parameter, prepared } from '@/db/prepared';
import { type Channel, notificationDeliveries, notificationEvents } from '@/db/schema/notifications';
import { oauthClients } from '@/db/schema/oauth';
import { LOOK, placeholdersOf } from '@/server/privacy/policy';
import { isNotificationType } from './catalog';
import type { DeliveryCursor, DeliveryStateName } from './inputs';
import { objectName } from './object-names';
import type { Rule } from './rules';
import type { DeliveryLine } from './types';

const PAGE = 50;

const deliveryPage = prepared((db) => {
  const { userId, eventId, channel, state, rule, dueAt, sentAt, failure } = notificationDeliveries;
  const { actorId, groupId, type, at } = notificationEvents;
  const [afterId, afterChannel] = [parameter('afterId', 'uuid'), parameter('afterChannel', 'text')];
  const wanted = parameter('state', 'text');
  return db
    .select({
      ...{ id: eventId, type, at, channel, state, rule, dueAt, sentAt, failure },
      actor: sql<string | null>`${objectName({ kind: sql`'person'`, id: sql`${actorId}` })}`,
      group: sql<string | null>`${objectName({ kind: sql`'group'`, id: sql`${groupId}` })}`,
      app: oauthClients.name,
    })
    .from(notificationDeliveries)
    .innerJoin(notificationEvents, eq(notificationEvents.id, eventId))
    .leftJoin(oauthClients, eq(oauthClients.id, notificationEvents.clientId))
    .where(
      and(
        eq(userId, LOOK.viewerId),
        sql`(${wanted} is null or ${state} = ${wanted})`,
        sql`(${afterId} is null or (${eventId}, ${channel}) < (${afterId}, ${afterChannel}))`,
      ),
    )
    .orderBy(desc(eventId), desc(channel))
    .limit(PAGE + 1)
    .prepare('notification_delivery_list');
});

/** What became of what somebody was told, on each channel, the latest first, 50 a page; one statement. */
export async function listDeliveries(
  db: Database,
  of: {
    userId: string;
    state?: DeliveryStateName | undefined;
    after?: DeliveryCursor | undefined;
    now: Date;
  },
): Promise<{ deliveries: DeliveryLine[]; next: DeliveryCursor | null }> {
  const { userId, state, after, now } = of;
  const rows = await deliveryPage(db).execute({
    ...placeholdersOf({ viewer: { userId, asStaff: false }, now }),
    state: state ?? null,
    afterId: after?.id ?? null,
    afterChannel: after?.channel ?? null,
  });
  const shown = rows.slice(0, PAGE);
  const last = rows.length > PAGE ? shown.at(-1) : undefined;
  const deliveries = shown.flatMap(({ type, at, rule, dueAt, sentAt, ...line }) =>
    isNotificationType(type)
      ? [{ ...line, type, at: at.toISOString(), rule: ruleOf(rule), dueAt: iso(dueAt), sentAt: iso(sentAt) }]
      : [],
  );
  return { deliveries, next: last ? { id: last.id, channel: last.channel satisfies Channel } : null };
}

/** As `decide` and the worker wrote it. */
function ruleOf(rule: string): Rule {
  return rule as Rule;
}

function iso(moment: Date | null): string | null {
  return moment?.toISOString() ?? null;
}
