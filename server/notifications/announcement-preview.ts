import { and, eq, exists, gt, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { Database } from '@/db/client';
import { memberships } from '@/db/schema/permissions';
import { users } from '@/db/schema/users';
import { LOCALES, type Locale } from '@/server/http/locale';
import type { PreviewAnnouncementInput } from './announcement-inputs';
import { checkAudience } from './announcements';
import { composeAnnouncement } from './mails-product';

/** People that are counted; of more it is said that there are more. */
const COUNTED = 100_000;

export interface AnnouncementPreview {
  /** Whom it is for at this moment; `more`: so many at least. */
  people: number;
  more: boolean;
  /** In each language that it is written in, as who reads that and wants it by mail would get it. */
  mails: { locale: Locale; subject: string; text: string }[];
}

/**
 * Whom an announcement would be for, and what they would read; nothing is written.
 * @throws NOT_FOUND NOT_ALLOWED as sending it does
 */
export async function previewAnnouncement(
  db: Database,
  given: {
    announcement: z.output<typeof PreviewAnnouncementInput>;
    appUrl: string;
    displayName: string;
    mayNarrow: boolean;
    now: Date;
  },
): Promise<AnnouncementPreview> {
  const { announcement, appUrl, displayName, mayNarrow, now } = given;
  const { audience } = announcement;
  await checkAudience(db, { audience, mayNarrow });
  const inOne = (principalId: string | undefined): SQL | undefined =>
    principalId === undefined
      ? undefined
      : exists(
          db
            .select({ one: sql`1` })
            .from(memberships)
            .where(
              and(
                eq(memberships.principalId, principalId),
                eq(memberships.userId, users.id),
                or(isNull(memberships.expiresAt), gt(memberships.expiresAt, now)),
              ),
            ),
        );
  const counted = db
    .select({ one: sql`1`.as('one') })
    .from(users)
    .where(
      and(
        // Written out, or the index of those who are active would not serve it.
        sql`${users.status} = 'active'`,
        audience.locale === undefined ? undefined : eq(users.locale, audience.locale),
        inOne(audience.roleId),
        inOne(audience.groupId),
      ),
    )
    .limit(COUNTED + 1)
    .as('counted');
  const [found] = await db.select({ people: sql<number>`count(*)::int` }).from(counted);
  const people = found?.people ?? 0;
  const mails: AnnouncementPreview['mails'] = [];
  for (const locale of LOCALES.filter((language) => announcement.title[language] !== undefined)) {
    const content = await composeAnnouncement({
      said: announcement,
      reader: { locale, displayName },
      appUrl,
    });
    mails.push({ locale, subject: content?.subject ?? '', text: content?.text ?? '' });
  }
  return { people: Math.min(people, COUNTED), more: people > COUNTED, mails };
}
