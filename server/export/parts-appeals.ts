import { eq } from 'drizzle-orm';
import { appeals, sanctions } from '@/db/schema/moderation';
import type { Of, Source } from './part';

/** What moderators did about the person, what they said against it, and what they were answered. Who decided is not told. */
export const APPEAL_PARTS = {
  sanctions: ({ userId }) => [
    {
      table: sanctions,
      key: sanctions.id,
      whose: eq(sanctions.personId, userId),
      fields: {
        kind: sanctions.kind,
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
