import type { sanctions } from '@/db/schema/moderation';
import { composeSanction } from '@/server/mail/compose-sanctions';
import type { MailContent } from '@/server/mail/letter';
import { HIDEABLE_PARTS, RULES } from './catalog';
import { groupWordsIn } from './group-words';
import { appealEnd } from './sanction-rules';

type SanctionRow = Pick<
  typeof sanctions.$inferSelect,
  'kind' | 'rule' | 'words' | 'hides' | 'startsAt' | 'endsAt'
>;
type Reader = Pick<Parameters<typeof composeSanction>[0], 'locale' | 'displayName' | 'timeZone' | 'appUrl'>;

/**
 * The mail about a sanction, as it is sent and as it is shown before: from the same row.
 * @param of.group what the group is called that it is about
 */
export function letterAbout({
  sanction,
  group = null,
  reader,
}: {
  sanction: SanctionRow;
  group?: string | null;
  reader: Reader;
}): Promise<MailContent> {
  const { kind, rule, words, hides, startsAt, endsAt } = sanction;
  return composeSanction({
    ...reader,
    kind,
    rule: RULES.find((one) => one === rule) ?? 'other',
    words: kind === 'group_hiding' ? groupWordsIn(reader.locale, { rule, words }) : words,
    group,
    hides: hides.map((part) => HIDEABLE_PARTS.find((one) => one === part) ?? 'message'),
    endsAt,
    appealUntil: appealEnd(startsAt),
  });
}
