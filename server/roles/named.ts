import { eq, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { cases } from '@/db/schema/moderation';
import { oauthClients } from '@/db/schema/oauth';
import { roles } from '@/db/schema/permissions';
import { EVERYONE, SIGNED_IN } from '@/db/schema/principals';
import { profiles } from '@/db/schema/users';
import type { SubjectKind } from '@/server/moderation/catalog';
import type { NamedKind } from './grant-inputs';

/** Whoever can hold something, or what it can be held on, with what it is called by. */
export interface Named {
  id: string;
  kind: NamedKind | 'signed_in' | 'everyone';
  /** Of a person. */
  handle: string | null;
  /** Of a person, a group, an app, a custom role. */
  name: string | null;
  /** Of a built-in role. */
  roleKey: string | null;
  /** What a case is about. */
  subjectKind: SubjectKind | null;
}

/** What some ids belong to, by id; what is not there, or was removed, is not among them. One statement. */
export async function namesOf(db: Database, ids: readonly string[]): Promise<Map<string, Named>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const id = sql`asked.id`;
  const rows = await db
    .select({
      id: sql<string>`asked.id`,
      handle: profiles.handle,
      displayName: profiles.displayName,
      groupName: groups.name,
      groupRemovedAt: groups.removedAt,
      roleId: roles.id,
      roleName: roles.name,
      roleKey: roles.key,
      clientName: oauthClients.name,
      subjectKind: cases.subjectKind,
    })
    .from(sql`unnest(${sql.param(wanted)}::uuid[]) as asked(id)`)
    .leftJoin(profiles, eq(profiles.userId, id))
    .leftJoin(groups, eq(groups.id, id))
    .leftJoin(roles, eq(roles.id, id))
    .leftJoin(oauthClients, eq(oauthClients.id, id))
    .leftJoin(cases, eq(cases.id, id));
  return new Map(
    rows.flatMap((row) => {
      const named = namedOf(row);
      return named ? [[row.id, named]] : [];
    }),
  );
}

interface NamedRow {
  id: string;
  handle: string | null;
  displayName: string | null;
  groupName: string | null;
  groupRemovedAt: Date | null;
  roleId: string | null;
  roleName: string | null;
  roleKey: string | null;
  clientName: string | null;
  subjectKind: SubjectKind | null;
}

function namedOf(row: NamedRow): Named | undefined {
  const { id, handle, displayName, groupName, roleName, roleKey, clientName, subjectKind } = row;
  const none = { id, handle: null, name: null, roleKey: null, subjectKind: null };
  if (id === EVERYONE) return { ...none, kind: 'everyone' };
  if (id === SIGNED_IN) return { ...none, kind: 'signed_in' };
  if (handle !== null) return { ...none, kind: 'person', handle, name: displayName };
  if (row.roleId !== null) return { ...none, kind: 'role', name: roleName, roleKey };
  if (groupName !== null) return row.groupRemovedAt ? undefined : { ...none, kind: 'group', name: groupName };
  if (clientName !== null) return { ...none, kind: 'client', name: clientName };
  return subjectKind === null ? undefined : { ...none, kind: 'report', subjectKind };
}
