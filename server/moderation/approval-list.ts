import { and, desc, eq, isNotNull, isNull, lt, lte, ne, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Database } from '@/db/client';
import { approvals } from '@/db/schema/moderation';
import { roles } from '@/db/schema/permissions';
import { profiles } from '@/db/schema/users';
import type { Holder } from '@/server/errors';

const PAGE = 50;

/** Something that two administrators decide. */
export interface ApprovalView {
  id: string;
  kind: 'purge' | 'administrator';
  person: Holder;
  /** Null: somebody who has left. */
  askedBy: Holder | null;
  /** Asked by who looks. */
  isMine: boolean;
  /** Of an administrator: the role that makes them one, and until when. */
  role: { id: string; key: string | null; name: string | null } | null;
  until: string | null;
  reason: string;
  /** ISO 8601 */
  at: string;
  expiresAt: string;
  state: 'waiting' | 'approved' | 'refused' | 'withdrawn' | 'expired';
  decidedAt: string | null;
  decidedBy: Holder | null;
}

const person = alias(profiles, 'person');
const asker = alias(profiles, 'asker');
const decider = alias(profiles, 'decider');

/** What waits for a second administrator, or what was decided; the latest first, 50 a page. What is about who looks is not told. */
export async function listApprovals(
  db: Database,
  ask: { userId: string; state: 'waiting' | 'over'; after?: string | undefined; now: Date },
): Promise<{ approvals: ApprovalView[]; next: string | null }> {
  const { userId, state, after, now } = ask;
  const isState =
    state === 'waiting'
      ? and(isNull(approvals.outcome), sql`${approvals.expiresAt} > ${now.toISOString()}::timestamptz`)
      : or(isNotNull(approvals.outcome), lte(approvals.expiresAt, now));
  const rows = await db
    .select({
      id: approvals.id,
      kind: approvals.kind,
      reason: approvals.reason,
      at: approvals.at,
      expiresAt: approvals.expiresAt,
      roleUntil: approvals.roleUntil,
      outcome: approvals.outcome,
      decidedAt: approvals.decidedAt,
      askerId: approvals.askedBy,
      person: { userId: person.userId, handle: person.handle, displayName: person.displayName },
      asker: { userId: asker.userId, handle: asker.handle, displayName: asker.displayName },
      decider: { userId: decider.userId, handle: decider.handle, displayName: decider.displayName },
      role: { id: roles.id, key: roles.key, name: roles.name },
    })
    .from(approvals)
    .innerJoin(person, eq(person.userId, approvals.personId))
    .leftJoin(asker, eq(asker.userId, approvals.askedBy))
    .leftJoin(decider, eq(decider.userId, approvals.decidedBy))
    .leftJoin(roles, eq(roles.id, approvals.roleId))
    .where(
      and(isState, ne(approvals.personId, userId), after === undefined ? undefined : lt(approvals.id, after)),
    )
    .orderBy(desc(approvals.id))
    .limit(PAGE + 1);
  const shown = rows.slice(0, PAGE);
  return {
    approvals: shown.map(({ askerId, asker: by, decider: decidedBy, ...row }) => ({
      id: row.id,
      kind: row.kind,
      person: row.person,
      askedBy: by,
      isMine: askerId === userId,
      role: row.role,
      until: row.roleUntil?.toISOString() ?? null,
      reason: row.reason,
      at: row.at.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
      state: row.outcome ?? (row.expiresAt <= now ? ('expired' as const) : ('waiting' as const)),
      decidedAt: row.decidedAt?.toISOString() ?? null,
      decidedBy,
    })),
    next: rows.length > PAGE ? (shown.at(-1)?.id ?? null) : null,
  };
}
