import { eq, or, sql } from 'drizzle-orm';
import { groups } from '@/db/schema/groups';
import { appeals, sanctions } from '@/db/schema/moderation';
import { isOfOwnedGroup } from '@/server/moderation/sanction-groups';
import type { Of, Source } from './part';
import { within } from './parts-sql';

/** What moderators did about the person and the groups that they own, what they said against it, and what they were answered. Who decided is not told. */
export const APPEAL_PARTS = {
  sanctions: ({ userId, now }) => [
    {
      table: sanctions,
      key: sanctions.id,
      whose: or(eq(sanctions.personId, userId), isOfOwnedGroup({ userId, now })),
      fields: {
        kind: sanctions.kind,
        group: within(sql`(select ${groups.name} from ${groups} where ${groups.id} = ${sanctions.groupId})`),
        rule: sanctions.rule,
        words: sanctions.words,
        hides: sanctions.hides,
        startsAt: sanctions.startsAt,
        endsAt: sanctions.endsAt,
        endedAt: sanctions.endedAt,
        endedHow: sanctions.endedHow,
      },
    },
  ],
  appeals: ({ userId }) => [
    {
      table: appeals,
      key: appeals.id,
      whose: eq(appeals.personId, userId),
      fields: {
        words: appeals.words,
        at: appeals.at,
        outcome: appeals.outcome,
        decidedAt: appeals.decidedAt,
        answer: appeals.answer,
      },
    },
  ],
} satisfies Record<string, (of: Of) => Source[]>;
