import { eq, type SQL, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { prepared } from '@/db/prepared';
import { groups } from '@/db/schema/groups';
import { cases } from '@/db/schema/moderation';
import { oauthClients } from '@/db/schema/oauth';
import { profiles } from '@/db/schema/users';
import { isOn, sourcesOf } from './check-many';
import { type ObjectType, type PermissionOn, permissionEntry } from './permissions';
import { NIL, reachableObjects, reachableOfMany } from './reachable-sql';

const PAGE = 50;

const found = {
  objectId: sql<string | null>`found.object_id`.as('object_id'),
  /** Null: it was looked at, and does not belong here. */
  permissionIds: sql<number[] | null>`found.permission_ids`.as('permission_ids'),
  principalId: sql<string | null>`found.principal_id`.as('principal_id'),
};
const ID = sql`found.object_id`;
const IN_ORDER = [sql`found.principal_id`, ID];

/** What a list shows of an object, and in what table it is; one prepared statement for each type. */
function listsOf(objects: (type: ObjectType) => SQL, name: string) {
  const rowsOf = (type: ObjectType) => sql`(${objects(type)}) as found`;
  return {
    person: prepared((db) =>
      db
        .select({ ...found, object: { handle: profiles.handle, displayName: profiles.displayName } })
        .from(rowsOf('person'))
        .leftJoin(profiles, eq(profiles.userId, ID))
        .orderBy(...IN_ORDER)
        .prepare(`${name}_people`),
    ),
    group: prepared((db) =>
      db
        .select({ ...found, object: { name: groups.name, visibility: groups.visibility } })
        .from(rowsOf('group'))
        .leftJoin(groups, eq(groups.id, ID))
        .orderBy(...IN_ORDER)
        .prepare(`${name}_groups`),
    ),
    report: prepared((db) =>
      db
        .select({
          ...found,
          object: {
            subjectKind: cases.subjectKind,
            state: cases.state,
            urgency: cases.urgency,
            openedAt: cases.openedAt,
          },
        })
        .from(rowsOf('report'))
        .leftJoin(cases, eq(cases.id, ID))
        .orderBy(...IN_ORDER)
        .prepare(`${name}_reports`),
    ),
    client: prepared((db) =>
      db
        .select({ ...found, object: { name: oauthClients.name, enabled: oauthClients.enabled } })
        .from(rowsOf('client'))
        .leftJoin(oauthClients, eq(oauthClients.id, ID))
        .orderBy(...IN_ORDER)
        .prepare(`${name}_clients`),
    ),
  };
}

const LISTS = listsOf(reachableObjects, 'reachable');
const LISTS_OF_MANY = listsOf(reachableOfMany, 'reachable_of_many');

type Row<Type extends ObjectType> = Awaited<ReturnType<ReturnType<(typeof LISTS)[Type]>['execute']>>[number];

/** An object with which somebody may do something, and what of the asked that is. */
export interface Reachable<Type extends ObjectType> {
  id: string;
  permissions: PermissionOn<Type>[];
  object: NonNullable<Row<Type>['object']>;
}

interface Wish<Type extends ObjectType> {
  /** Null: a visitor. */
  userId: string | null;
  type: Type;
  /** At least one. */
  permissions: readonly PermissionOn<Type>[];
  /** Whether one of them is enough, or all are needed. */
  match?: 'any' | 'all';
  /** Whether what is held everywhere counts, which gives every object of the type. */
  withEverywhere?: boolean;
  /** `next` of the page before. */
  after?: string | undefined;
  limit?: number;
  now: Date;
}

type Page<Type extends ObjectType> = { items: Reachable<Type>[]; next: string | null };

/**
 * The objects of a type with which somebody may do something, in the order of their ids, page by page: one prepared statement.
 * A page may be short and have a next one: what is denied, or has some of the permissions and not all, was looked at. For
 * somebody in more than 64 groups and roles it is two statements, and after what comes by standing and by moderating the order is
 * that of their groups.
 */
export async function listReachable<Type extends ObjectType>(
  db: Database,
  wish: Wish<Type>,
): Promise<Page<Type>> {
  const { after = NIL, limit = PAGE } = wish;
  const place = after.split('.');
  if (place.length === 2) return listOfMany(db, wish, { place, limit });
  const rows: FoundRow[] = await LISTS[wish.type](db).execute({
    ...parametersOf(wish),
    after,
    window: limit + 1,
  });
  const objects = rows.filter(({ objectId }) => objectId !== null);
  const items = itemsOf(objects.slice(0, limit), wish.type);
  if (objects.length > limit) return { items, next: objects[limit - 1]?.objectId ?? null };
  if (objects.length === rows.length) return { items, next: null };
  const start = [NIL, NIL];
  if (items.length === limit) return { items, next: start.join('.') };
  const more = await listOfMany(db, wish, { place: start, limit: limit - items.length });
  return { items: [...items, ...more.items], next: more.next };
}

async function listOfMany<Type extends ObjectType>(
  db: Database,
  wish: Wish<Type>,
  { place, limit }: { place: string[]; limit: number },
): Promise<Page<Type>> {
  const [afterPrincipal, after] = place;
  const rows: FoundRow[] = await LISTS_OF_MANY[wish.type](db).execute({
    ...parametersOf(wish),
    afterPrincipal,
    after,
    window: limit + 1,
  });
  const last = rows[limit - 1];
  const next = rows.length > limit && last ? `${last.principalId}.${last.objectId}` : null;
  return { items: itemsOf(rows.slice(0, limit), wish.type), next };
}

interface FoundRow {
  objectId: string | null;
  permissionIds: number[] | null;
  principalId: string | null;
  object: unknown;
}

function parametersOf<Type extends ObjectType>(wish: Wish<Type>) {
  const { userId, type, permissions, match, withEverywhere = true, now } = wish;
  const lists = sourcesOf(type);
  const asked = permissions.map((name) => permissionEntry(name).id);
  const of = (ids: readonly number[]) => ids.filter((id) => asked.includes(id));
  const standings = lists.standings.filter((_, at) => asked.includes(lists.fromStanding[at] ?? 0));
  return {
    userId,
    asked,
    // All of one is any of one.
    all: match === 'all' && asked.length > 1,
    withEverywhere,
    everywhere: of(lists.everywhere),
    byModerating: of(lists.byModerating),
    fromStanding: of(lists.fromStanding),
    standings,
    leastStanding: (['member', 'manager', 'owner'] as const).find((one) => standings.includes(one)) ?? null,
    now: now.toISOString(),
  };
}

function itemsOf<Type extends ObjectType>(rows: FoundRow[], type: Type): Reachable<Type>[] {
  const { names } = sourcesOf(type);
  return rows.flatMap(({ objectId: id, permissionIds, object }) => {
    if (id === null || !permissionIds || !object) return [];
    const held = permissionIds.flatMap((one) => names.get(one) ?? []).filter((name) => isOn(name, type));
    // The statement of this type selects what its rows hold.
    return [{ id, permissions: held, object: object as Reachable<Type>['object'] }];
  });
}
