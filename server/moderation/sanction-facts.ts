import { and, desc, eq, isNull, lt, not, or, type SQL, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { appeals, cases, sanctions } from '@/db/schema/moderation';
import { profiles, users } from '@/db/schema/users';
import { DomainError } from '@/server/errors';
import { LOCALES, type Locale } from '@/server/http/locale';
import { TEXTS } from '@/server/mail/letter';
import { READER } from '@/server/mail/reader';
import { can } from '@/server/roles/check';
import type { PermissionOn } from '@/server/roles/permissions';
import { isDeniedOn, isWithinReach, type Reach } from '@/server/roles/reach';
import { listAbove } from '@/server/roles/within';
import { isCase, type Staff } from './case-reach';
import {
  type Duration,
  PERSON_SANCTIONS,
  type Rule,
  SANCTION_PERMISSIONS,
  type SanctionKind,
  type SubjectKind,
} from './catalog';
import { groupWordsIn } from './group-words';
import { isOfOwnedGroup, TOLD } from './sanction-groups';
import type { Previewed } from './sanction-inputs';
import { letterAbout } from './sanction-mail';
import { appealEnd, endAfter, suggestedDuration } from './sanction-rules';

const PAGE = 50;
/** Of what somebody is told of themselves. */
const SHOWN = 100;
/** The language of what nobody reads. */
const FALLBACK: Locale = 'en';

/** What a moderator begins with who acts on a case. */
export interface SanctionStart {
  /** What they may do about this person, or group; nothing about who may do something that they may not. */
  kinds: SanctionKind[];
  /** The language in which the person reads it; of a group the owner who has been one for the longest. */
  locale: Locale;
  /** The languages of all who read it. */
  locales: Locale[];
  /** False of a group that nobody owns: nobody gets a mail. */
  isRead: boolean;
  /** What there is to write, by the rule, in that language. */
  presets: Record<Rule, string>;
  /** For how long, from what was reported and what was done before. */
  suggested: Record<SanctionKind, Duration>;
  /** Sanctions before about the same, of any kind but warnings, that were not taken back. */
  earlier: number;
}

/** @throws NOT_FOUND for a case that does not exist for who asks, or is about nobody, or about whom they are denied */
export async function startSanction(
  db: Database,
  of: { caseId: string; staff: Staff; now: Date },
): Promise<SanctionStart> {
  const { personId, reader, readBy, urgency, earlier } = await getSubject(db, {
    ...of,
    unless: isDeniedOn(cases.personId, { userId: of.staff.userId, permission: 'person.view', now: of.now }),
  });
  const kinds =
    personId === null
      ? await listGroupKinds(db, of)
      : await listKinds(db, { personId, actorId: of.staff.userId, now: of.now });
  const suggest = (kind: SanctionKind) => suggestedDuration({ kind, urgency, earlier });
  const locale = reader?.locale ?? FALLBACK;
  const { presets, groupPresets } = TEXTS[locale].sanction;
  return {
    kinds,
    locale,
    locales: LOCALES.filter((one) => readBy.includes(one)),
    isRead: reader !== null,
    presets: personId === null ? groupPresets : presets,
    suggested: {
      warning: suggest('warning'),
      hiding: suggest('hiding'),
      limit: suggest('limit'),
      suspension: suggest('suspension'),
      group_hiding: suggest('group_hiding'),
    },
    earlier,
  };
}

/**
 * The mail that the person would get, in their language; of a group the first of its owners.
 * @throws NOT_FOUND also about whom they are denied
 */
export async function previewSanction(
  db: Database,
  { wish, appUrl, ...of }: { wish: Previewed; staff: Staff; appUrl: string; now: Date },
): Promise<{ locale: Locale; subject: string; text: string }> {
  const { staff, now } = of;
  const { caseId, kind } = wish;
  const isDenied = (permission: PermissionOn<'person'>) =>
    isDeniedOn(cases.personId, { userId: staff.userId, permission, now });
  const asked: PermissionOn<'person'>[] =
    kind === 'group_hiding' ? ['person.view'] : ['person.view', SANCTION_PERMISSIONS[kind]];
  const unless = or(...asked.map(isDenied));
  const { reader, groupName } = await getSubject(db, { ...of, caseId, unless });
  const { locale, displayName, timeZone } = reader ?? { locale: FALLBACK, displayName: '', timeZone: null };
  const { subject, text } = await letterAbout({
    sanction: { ...wish, startsAt: now, endsAt: endAfter(wish.days, now) },
    group: groupName,
    reader: { locale, displayName, timeZone, appUrl },
  });
  return { locale, subject, text };
}

async function listKinds(db: Database, of: { personId: string; actorId: string; now: Date }) {
  const { personId, actorId, now } = of;
  const above = listAbove(db, { actorId, personIds: [personId], now });
  const object = { type: 'person' as const, id: personId };
  const may = await Promise.all(
    PERSON_SANCTIONS.map((kind) =>
      can(db, { userId: actorId, permission: SANCTION_PERMISSIONS[kind], object, now }),
    ),
  );
  return (await above).length > 0 ? [] : PERSON_SANCTIONS.filter((_, at) => may[at]);
}

async function listGroupKinds(
  db: Database,
  { caseId, staff, now }: { caseId: string; staff: Staff; now: Date },
) {
  const permission = SANCTION_PERMISSIONS.group_hiding;
  const object = { type: 'report' as const, id: caseId };
  const may = await can(db, { userId: staff.userId, permission, object, now });
  return may ? (['group_hiding'] as const).slice() : [];
}

/** Whom or what a case is about, and who would read of it. @throws NOT_FOUND also for what has left, or was removed */
async function getSubject(
  db: Database,
  of: { caseId: string; staff: Staff; unless?: SQL | undefined; now: Date },
) {
  const { caseId, staff, unless, now } = of;
  const owners = sql`array(
    select place.user_id from memberships as place
    where place.principal_id = ${cases.groupId} and place.standing = 'owner'
      and (place.expires_at is null or place.expires_at > ${now.toISOString()}::timestamptz)
    order by place.granted_at, place.user_id limit ${sql.raw(String(TOLD))})`;
  const [found] = await db
    .select({
      personId: cases.personId,
      groupId: groups.id,
      groupName: groups.name,
      ...READER,
      readBy: sql<Locale[]>`to_json(array(
        select distinct reading.locale::text from users as reading where reading.id = any(case
          when ${cases.personId} is not null then array[${cases.personId}] else ${owners} end)))`,
      urgency: cases.urgency,
      earlier: sql<number>`(
        select count(*)::int from ${sanctions}
        where (${sanctions.personId} = ${cases.personId} or ${sanctions.groupId} = ${cases.groupId})
          and ${sanctions.kind} <> 'warning' and (${sanctions.endedHow} is null or ${sanctions.endedHow} = 'expired'))`,
    })
    .from(cases)
    .leftJoin(groups, and(eq(groups.id, cases.groupId), isNull(groups.removedAt)))
    .leftJoin(users, eq(users.id, sql`coalesce(${cases.personId}, (${owners})[1])`))
    .leftJoin(profiles, eq(profiles.userId, users.id))
    .where(and(isCase(caseId, staff, now), unless && not(unless)))
    .limit(1);
  if (!found || (found.personId === null && found.groupId === null)) throw new DomainError('NOT_FOUND');
  const { personId, groupName, readBy, urgency, earlier, locale, displayName, timeZone } = found;
  const reader = locale === null || displayName === null ? null : { locale, displayName, timeZone };
  return { personId, groupName, readBy, urgency, earlier, reader };
}

/** Something that was done about somebody. */
interface SanctionView {
  id: string;
  caseId: string;
  kind: SanctionKind;
  rule: string;
  words: string;
  hides: string[];
  /** ISO 8601, as all moments here. */
  startsAt: string;
  endsAt: string | null;
  endedAt: string | null;
  endedHow: 'expired' | 'undone' | 'appeal' | null;
}

const FIELDS = {
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
};

/** Everything that was done about somebody, the latest first, 50 a page. @throws NOT_FOUND for who is out of reach */
export async function listSanctionsFor(
  db: Database,
  of: { personId: string; after?: string | undefined; viewerId: string; reach: Reach; now: Date },
): Promise<{ sanctions: SanctionView[]; next: string | null }> {
  const { personId, after, viewerId, reach, now } = of;
  const denied = isDeniedOn(users.id, { userId: viewerId, permission: 'person.view', now });
  const rows = await db
    .select({ personId: users.id, sanction: FIELDS })
    .from(users)
    .leftJoin(
      sanctions,
      and(eq(sanctions.personId, users.id), after === undefined ? undefined : lt(sanctions.id, after)),
    )
    .where(and(eq(users.id, personId), isWithinReach(users.id, reach, now), not(denied)))
    .orderBy(desc(sanctions.id))
    .limit(PAGE + 1);
  if (rows.length === 0) throw new DomainError('NOT_FOUND');
  const found = rows.flatMap(({ sanction }) => (sanction ? [viewOf(sanction)] : []));
  const shown = found.slice(0, PAGE);
  return { sanctions: shown, next: found.length > PAGE ? (shown.at(-1)?.id ?? null) : null };
}

/** The same as its person sees it: what it was about, and what they can say against it. Nobody who decided or reported is named. */
export type OwnSanction = SanctionView & {
  about: SubjectKind;
  /** The group of theirs that it is about. */
  group: { id: string; name: string } | null;
  /** Until when they can appeal, where they can; null: they cannot, or have done so. */
  appealUntil: string | null;
  /** `isMine`: of a group another owner may have made it. */
  appeal: { at: string; outcome: 'upheld' | 'granted' | null; answer: string; isMine: boolean } | null;
};

/** What holds against somebody and the groups that they own, and what did: the latest first. */
export async function listOwnSanctions(
  db: Database,
  { userId, now }: { userId: string; now: Date },
): Promise<{ inForce: OwnSanction[]; over: OwnSanction[] }> {
  const rows = await db
    .select({
      sanction: FIELDS,
      locale: users.locale,
      about: cases.subjectKind,
      group: { id: groups.id, name: groups.name },
      appeal: {
        at: appeals.at,
        outcome: appeals.outcome,
        answer: appeals.answer,
        personId: appeals.personId,
      },
    })
    .from(sanctions)
    .innerJoin(cases, eq(cases.id, sanctions.caseId))
    .innerJoin(users, eq(users.id, userId))
    .leftJoin(groups, eq(groups.id, sanctions.groupId))
    .leftJoin(appeals, eq(appeals.caseId, sanctions.caseId))
    .where(or(eq(sanctions.personId, userId), isOfOwnedGroup({ userId, now })))
    .orderBy(desc(sanctions.id))
    .limit(SHOWN);
  const own = rows.map(({ sanction, locale, about, group, appeal }): OwnSanction => {
    const until = appealEnd(sanction.startsAt);
    const canAppeal = appeal === null && sanction.endedAt === null && until > now;
    return {
      ...viewOf(sanction),
      ...(sanction.kind === 'group_hiding' && { words: groupWordsIn(locale, sanction) }),
      about,
      group,
      appealUntil: canAppeal ? until.toISOString() : null,
      appeal: appeal && toldOf(appeal, userId),
    };
  });
  const isInForce = ({ endedAt, endsAt }: SanctionView) =>
    endedAt === null && (endsAt === null || new Date(endsAt) > now);
  return { inForce: own.filter(isInForce), over: own.filter((one) => !isInForce(one)) };
}

function toldOf(
  appeal: Pick<typeof appeals.$inferSelect, 'at' | 'outcome' | 'answer' | 'personId'>,
  userId: string,
): OwnSanction['appeal'] {
  const { at, outcome, answer, personId } = appeal;
  return { at: at.toISOString(), outcome, answer, isMine: personId === userId };
}

type Row = { [Field in keyof typeof FIELDS]: (typeof sanctions.$inferSelect)[Field] };

function viewOf({ startsAt, endsAt, endedAt, ...rest }: Row): SanctionView {
  return {
    ...rest,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
  };
}
