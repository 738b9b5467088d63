import { and, eq, isNotNull, isNull, ne, type SQL, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { messages } from '@/db/schema/messages';
import { memberships } from '@/db/schema/permissions';
import { photos } from '@/db/schema/photos';
import { privacySettings } from '@/db/schema/privacy';
import { profiles, users } from '@/db/schema/users';
import { isSeen, type Look, ordinaryReachOf, shows, showsPage } from '@/server/privacy/policy';
import type { CaseSubject } from './cases';
import { type Evidence, evidenceOf } from './evidence-view';
import type { Subject } from './report-inputs';

/** What somebody can report, as they see it at this moment. */
export interface Reportable {
  subject: CaseSubject;
  evidence: Evidence;
  /** The photo that belongs to it, where its files lie. */
  photo: { id: string; key: string } | null;
}

/**
 * What there is of a subject for who reports it: nothing that they do not see as anybody, whatever permission they hold. Undefined
 * for what is hidden from them as for what is not there, and of oneself. One statement.
 */
export async function findReportable(
  db: Database,
  { subject, userId, now }: { subject: Subject; userId: string; now: Date },
): Promise<Reportable | undefined> {
  const by = {
    id: subject.id,
    userId,
    look: {
      viewerId: sql`${userId}::uuid`,
      asStaff: sql`false`,
      now: sql`${now.toISOString()}::timestamptz`,
    },
  };
  const row = await ROW_OF[subject.kind](db, by);
  if (!row) return undefined;
  const { personId, groupId, photoId, photoKey, ...seen } = row;
  return {
    subject: { ...subject, personId, groupId },
    evidence: evidenceOf(seen),
    photo: photoId !== null && photoKey !== null ? { id: photoId, key: photoKey } : null,
  };
}

interface By {
  id: string;
  userId: string;
  look: Look;
}

/** What is seen of it, and whose it is. */
type Row =
  | ({
      personId: string | null;
      groupId: string | null;
      photoId: string | null;
      photoKey: string | null;
    } & Record<string, unknown>)
  | undefined;

const ROW_OF: Record<Subject['kind'], (db: Database, by: By) => Promise<Row>> = {
  profile: profileRow,
  photo: photoRow,
  message: messageRow,
  group: groupRow,
};

const reach = sql`between_them.reach`;

async function profileRow(db: Database, { id, userId, look }: By): Promise<Row> {
  const where = <T>(field: 'photo' | 'bio' | 'pronouns' | 'location' | 'website', value: SQL<T>) =>
    sql<T | null>`case when ${shows(reach, privacySettings, { field, hidden: profiles.hiddenParts })} then ${value} end`;
  const [row] = await db
    .select({
      personId: users.id,
      handle: profiles.handle,
      displayName: profiles.displayName,
      bio: where('bio', sql`${profiles.bio}`),
      pronouns: where('pronouns', sql`${profiles.pronouns}`),
      location: where('location', sql`${profiles.location}`),
      website: where('website', sql`${profiles.website}`),
      alt: where('photo', sql`${photos.alt}`),
      photoId: where('photo', sql<string>`${photos.id}`),
      photoKey: where('photo', sql<string>`${photos.key}`),
    })
    .from(users)
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .innerJoin(privacySettings, eq(privacySettings.userId, users.id))
    .leftJoin(photos, and(eq(photos.userId, users.id), photos.isCurrent))
    .crossJoinLateral(sql`(select ${ordinaryReachOf(users, look)} as reach offset 0) as between_them`)
    .where(and(eq(users.id, id), ne(users.id, userId), showsPage(reach, privacySettings)))
    .limit(1);
  return row && { ...row, groupId: null };
}

async function photoRow(db: Database, { id, userId, look }: By): Promise<Row> {
  const [row] = await db
    .select({
      personId: photos.userId,
      handle: profiles.handle,
      displayName: profiles.displayName,
      alt: photos.alt,
      photoId: photos.id,
      photoKey: photos.key,
    })
    .from(photos)
    .innerJoin(profiles, eq(profiles.userId, photos.userId))
    .where(
      and(
        eq(photos.id, id),
        ne(photos.userId, userId),
        photos.isCurrent,
        isSeen(photos.userId, look, 'photo'),
      ),
    )
    .limit(1);
  return row && { ...row, groupId: null };
}

/** What lies in one's own inbox, or did until one removed it; by somebody who is still there. */
async function messageRow(db: Database, { id, userId, look }: By): Promise<Row> {
  const isNamed = isSeen(messages.senderId, look);
  const [row] = await db
    .select({
      personId: messages.senderId,
      handle: sql<string | null>`case when ${isNamed} then ${profiles.handle} end`,
      displayName: sql<string | null>`case when ${isNamed} then ${profiles.displayName} end`,
      body: sql<string | null>`case when ${messages.hiddenAt} is null then ${messages.body} end`,
      at: messages.at,
    })
    .from(messages)
    .innerJoin(profiles, eq(profiles.userId, messages.senderId))
    .where(
      and(
        eq(messages.id, id),
        eq(messages.recipientId, userId),
        isNotNull(messages.senderId),
        ne(messages.senderId, userId),
      ),
    )
    .limit(1);
  return row && { ...row, at: row.at.toISOString(), groupId: null, photoId: null, photoKey: null };
}

async function groupRow(db: Database, { id, look }: By): Promise<Row> {
  const isMember = sql`exists (
    select from ${memberships}
    where ${memberships.userId} = ${look.viewerId} and ${memberships.principalId} = ${groups.id}
      and (${memberships.expiresAt} is null or ${memberships.expiresAt} > ${look.now}))`;
  const shown = (column: SQL) => sql<string | null>`case when ${groups.hiddenAt} is null then ${column} end`;
  const [row] = await db
    .select({
      groupId: groups.id,
      name: shown(sql`${groups.name}`),
      description: shown(sql`${groups.description}`),
    })
    .from(groups)
    .where(
      and(
        eq(groups.id, id),
        isNull(groups.removedAt),
        sql`((${groups.visibility} = 'signed_in' and ${groups.hiddenAt} is null) or ${isMember})`,
      ),
    )
    .limit(1);
  return row && { ...row, personId: null, photoId: null, photoKey: null };
}
