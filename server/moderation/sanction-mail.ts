import { eq } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { sanctions } from '@/db/schema/moderation';
import { profiles, users } from '@/db/schema/users';
import type { JobTry } from '@/server/jobs/catalog';
import { composeSanction, composeSanctionEnded } from '@/server/mail/compose-sanctions';
import type { MailContent } from '@/server/mail/letter';
import { READER } from '@/server/mail/reader';
import { type MailServices, send } from '@/server/mail/tasks';
import { HIDEABLE_PARTS, RULES } from './catalog';
import { appealEnd } from './sanction-rules';

interface Mailing {
  sanctionId: string;
  attempt: JobTry;
}

type SanctionRow = Pick<
  typeof sanctions.$inferSelect,
  'kind' | 'rule' | 'words' | 'hides' | 'startsAt' | 'endsAt'
>;
type Reader = Pick<Parameters<typeof composeSanction>[0], 'locale' | 'displayName' | 'timeZone' | 'appUrl'>;

/** The mail about a sanction, as it is sent and as it is shown before: from the same row. */
export function letterAbout({
  sanction,
  reader,
}: {
  sanction: SanctionRow;
  reader: Reader;
}): Promise<MailContent> {
  const { kind, rule, words, hides, startsAt, endsAt } = sanction;
  return composeSanction({
    ...reader,
    kind,
    rule: RULES.find((one) => one === rule) ?? 'other',
    words,
    hides: hides.map((part) => HIDEABLE_PARTS.find((one) => one === part) ?? 'message'),
    endsAt,
    appealUntil: appealEnd(startsAt),
  });
}

/** Sends the mail about a sanction; one that is over by now needs none. */
export async function sendSanction(services: MailServices, { sanctionId, attempt }: Mailing): Promise<void> {
  const found = await findSanction(services.db, sanctionId);
  if (!found || found.sanction.endedAt) return;
  const { email, sanction, ...reader } = found;
  const content = await letterAbout({ sanction, reader: { ...reader, appUrl: services.appUrl } });
  await send(services, { to: email, attempt, content });
}

/** Sends the mail about the end of a sanction. */
export async function sendSanctionEnded(
  services: MailServices,
  { sanctionId, attempt }: Mailing,
): Promise<void> {
  const found = await findSanction(services.db, sanctionId);
  const why = found?.sanction.endedHow;
  if (!found || (why !== 'expired' && why !== 'undone')) return;
  const { email, sanction, ...reader } = found;
  const { appUrl } = services;
  const content = await composeSanctionEnded({ ...reader, appUrl, kind: sanction.kind, why });
  await send(services, { to: email, attempt, content });
}

async function findSanction(db: Database, sanctionId: string) {
  const [found] = await db
    .select({
      ...READER,
      email: users.email,
      sanction: {
        kind: sanctions.kind,
        rule: sanctions.rule,
        words: sanctions.words,
        hides: sanctions.hides,
        startsAt: sanctions.startsAt,
        endsAt: sanctions.endsAt,
        endedAt: sanctions.endedAt,
        endedHow: sanctions.endedHow,
      },
    })
    .from(sanctions)
    .innerJoin(users, eq(users.id, sanctions.personId))
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .where(eq(sanctions.id, sanctionId))
    .limit(1);
  return found;
}
