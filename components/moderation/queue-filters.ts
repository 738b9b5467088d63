import { createLoader, type inferParserType, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { validate as isId } from 'uuid';
import { isHandle } from '@/components/admin/filter-values';
import { REPORT_KIND_NAMES, SUBJECT_KINDS } from '@/server/moderation/catalog';

export const URGENCIES = ['3', '2', '1', '0'] as const;
export const HOLDERS = ['nobody', 'me', 'somebody'] as const;

/** What the queue is narrowed to, as it stands in its address; what makes no sense there narrows nothing. */
export const QUEUE_FILTERS = {
  state: parseAsStringLiteral(['open', 'appealed', 'resolved']).withDefault('open'),
  urgency: parseAsStringLiteral(URGENCIES),
  kind: parseAsStringLiteral(REPORT_KIND_NAMES),
  subject: parseAsStringLiteral(SUBJECT_KINDS),
  claimed: parseAsStringLiteral(HOLDERS),
  /** A handle. */
  person: parseAsString,
  /** The id of a group. */
  group: parseAsString,
};

export type QueueFilters = inferParserType<typeof QUEUE_FILTERS>;

export const loadQueueFilters = createLoader(QUEUE_FILTERS);

/** The same as the procedure takes it. */
export function queueInput({ state, urgency, kind, subject, claimed, person, group }: QueueFilters) {
  return {
    state,
    ...(urgency !== null && { urgency: Number(urgency) }),
    ...(kind !== null && { kind }),
    ...(subject !== null && { subjectKind: subject }),
    ...(claimed !== null && { claimed }),
    ...(person !== null && isHandle(person) && { person }),
    ...(group !== null && isId(group) && { group }),
  };
}
