import { desc, eq } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Database } from '@/db/client';
import { sanctions } from '@/db/schema/moderation';
import { profiles } from '@/db/schema/users';
import type { Holder } from '@/server/errors';
import type { SanctionKind } from './catalog';

/** Of one page. */
const SHOWN = 100;

/** What was done about the person of a case, or about its group, on it or on another. */
export interface CaseSanction {
  id: string;
  caseId: string;
  ofThisCase: boolean;
  kind: SanctionKind;
  rule: string;
  words: string;
  hides: string[];
  startsAt: string;
  endsAt: string | null;
  endedAt: string | null;
  endedHow: 'expired' | 'undone' | 'appeal' | null;
  by: Holder | null;
}

const actor = alias(profiles, 'actor');

/** Those of the person or of the group, and those of the case where it is about neither any more. */
export async function listCaseSanctions(
  db: Database,
  { caseId, personId, groupId }: { caseId: string; personId: string | null; groupId: string | null },
): Promise<CaseSanction[]> {
  const ofGroup = groupId === null ? eq(sanctions.caseId, caseId) : eq(sanctions.groupId, groupId);
  const ofSubject = personId === null ? ofGroup : eq(sanctions.personId, personId);
  const rows = await db
    .select({
      id: sanctions.id,
      caseId: sanctions.caseId,
      kind: sanctions.kind,
      rule: sanctions.rule,
      words: sanctions.words,
      hides: sanctions.hides,
      startsAt: sanctions.startsAt,
      endsAt: sanctions.endsAt,
      endedAt: sanctions.endedAt,
      endedHow: sanctions.endedHow,
      by: { userId: actor.userId, handle: actor.handle, displayName: actor.displayName },
    })
    .from(sanctions)
    .leftJoin(actor, eq(actor.userId, sanctions.actedBy))
    .where(ofSubject)
    .orderBy(desc(sanctions.id))
    .limit(SHOWN);
  return rows.map(({ startsAt, endsAt, endedAt, ...rest }) => ({
    ...rest,
    ofThisCase: rest.caseId === caseId,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
  }));
}
