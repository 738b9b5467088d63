import { inArray, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/db/client';
import { caseEvents, cases, sanctions } from '@/db/schema/moderation';
import { users } from '@/db/schema/users';
import { type Cause, recordAudits } from '@/server/audit/commands';
import { endAccessOfAll } from '@/server/auth/end-access';
import { DomainError } from '@/server/errors';
import { LOCALES, type Locale } from '@/server/http/locale';
import { addJobs } from '@/server/jobs/queue';
import { notifyEach } from '@/server/notifications/commands';
import { lockPeople } from '@/server/roles/role-rows';
import { TOOK_ADMINISTRATOR } from '@/server/roles/second-person';
import type { Staff } from './case-reach';
import type { ActingOnPeople } from './people-acting-inputs';
import { type ActRefusal, askAbout } from './people-acting-rules';
import { endJob } from './sanction-end';
import { takeSanctionBack } from './sanction-impose';
import { endAfter } from './sanction-rules';
import { applyStandings } from './sanction-standing';
import { tellReporters } from './telling';

/** Who does it, and when. */
interface By {
  staff: Staff;
  cause: Cause & { actorId: string };
  now: Date;
}

/** What came of it for one person. */
export interface ActResult {
  id: string;
  /** `done` also when it was sent before. */
  result: 'done' | ActRefusal;
  /** What was done; null: nothing. */
  sanctionId: string | null;
}

/** Somebody about whom something is done, and the case on which it is. */
interface Line {
  personId: string;
  sanctionId: string;
  caseId: string;
  isNewCase: boolean;
  words: string;
}

/**
 * Limits or suspends several people at once, each on the open case about their profile, which is decided by it, or on one that
 * begins with it; in force with their next request. About whom nothing can be done is told of each, and keeps none of the others.
 * One transaction, and as many statements for a hundred as for fifty. Sent again it is the same. @throws ALREADY_THERE of an id
 * that is another's
 */
export async function actOnPeople(
  db: Database,
  { wish, ...by }: By & { wish: ActingOnPeople },
): Promise<ActResult[]> {
  const { staff, cause, now } = by;
  const ids = wish.people.map(({ personId }) => personId);
  return db.transaction(async (tx) => {
    await lockPeople(tx, [cause.actorId, ...ids]);
    const sent = await findSent(tx, { wish, actorId: cause.actorId });
    const asked = ids.filter((id) => !sent.has(id));
    const { refusals, openCases, administrators } = await askAbout(tx, {
      ids: asked,
      kind: wish.kind,
      staff,
      now,
      held: true,
    });
    const locales = await findLocales(tx, asked);
    const lines = wish.people.flatMap(({ personId, sanctionId }): Line[] => {
      if (sent.has(personId) || refusals.has(personId)) return [];
      const open = openCases.get(personId);
      const words = wordsIn(locales.get(personId), wish.words);
      return [{ personId, sanctionId, caseId: open ?? uuid(), isNewCase: !open, words }];
    });
    if (lines.length > 0) {
      await decideCases(tx, { ...by, wish, lines });
      await writeSanctions(tx, { ...by, wish, lines, administrators });
      const userIds = lines.map(({ personId }) => personId);
      await applyStandings(tx, { userIds, now });
      if (wish.kind === 'suspension') await endAccessOfAll(tx, { userIds });
    }
    return wish.people.map(({ personId: id, sanctionId }) => {
      const refusal = refusals.get(id);
      return refusal ? { id, result: refusal, sanctionId: null } : { id, result: 'done', sanctionId };
    });
  });
}

/** After the locks: of two at the same moment the second finds what the first has done. */
async function findSent(tx: Database, { wish, actorId }: { wish: ActingOnPeople; actorId: string }) {
  const personOf = new Map(wish.people.map(({ personId, sanctionId }) => [sanctionId, personId]));
  const rows = await tx
    .select({ id: sanctions.id, personId: sanctions.personId, actedBy: sanctions.actedBy })
    .from(sanctions)
    .where(inArray(sanctions.id, [...personOf.keys()]));
  for (const { id, personId, actedBy } of rows)
    if (personOf.get(id) !== personId || actedBy !== actorId) throw new DomainError('ALREADY_THERE');
  return new Set(rows.flatMap(({ personId }) => personId ?? []));
}

async function findLocales(tx: Database, ids: string[]): Promise<Map<string, Locale>> {
  const rows = await tx
    .select({ id: users.id, locale: users.locale })
    .from(users)
    .where(inArray(users.id, ids));
  return new Map(rows.map(({ id, locale }) => [id, locale]));
}

/** What somebody reads; where nobody wrote in their language, what was written in another. */
export function wordsIn(locale: Locale | undefined, words: ActingOnPeople['words']): string {
  return [locale, ...LOCALES].map((one) => one && words[one]).find(Boolean) ?? '';
}

/** Decides the open cases, and writes down those that begin with what is done. */
async function decideCases(tx: Database, of: By & { wish: ActingOnPeople; lines: Line[] }) {
  const { wish, lines, staff, now } = of;
  const decided = {
    state: 'resolved' as const,
    outcome: 'acted' as const,
    rule: wish.rule,
    resolvedAt: now,
    resolvedBy: staff.userId,
  };
  const begun = lines.filter(({ isNewCase }) => isNewCase);
  const open = lines.filter(({ isNewCase }) => !isNewCase).map(({ caseId }) => caseId);
  if (begun.length > 0)
    await tx.insert(cases).values(
      begun.map(({ caseId: id, personId }) => ({
        id,
        subjectKind: 'profile' as const,
        subjectId: personId,
        personId,
        openedAt: now,
        firstActionAt: now,
        ...decided,
      })),
    );
  if (open.length > 0) {
    await tx
      .update(cases)
      .set({
        ...decided,
        claimedBy: null,
        claimedAt: null,
        firstActionAt: sql`coalesce(${cases.firstActionAt}, ${now.toISOString()}::timestamptz)`,
      })
      .where(inArray(cases.id, open));
    await tellReporters(tx, { caseIds: open, outcome: 'acted', actorId: staff.userId, now });
  }
  const event = { actorId: staff.userId, at: now };
  const details = { kind: wish.kind, rule: wish.rule };
  await tx
    .insert(caseEvents)
    .values([
      ...begun.map(({ caseId }) => ({ id: uuid(), caseId, kind: 'opened', ...event })),
      ...lines.map(({ caseId }) => ({ id: uuid(), caseId, kind: 'acted', details, ...event })),
    ]);
}

async function writeSanctions(
  tx: Database,
  of: By & { wish: ActingOnPeople; lines: Line[]; administrators: Set<string> },
) {
  const { wish, lines, administrators, cause, now } = of;
  const { kind, rule, days } = wish;
  const endsAt = endAfter(days, now);
  const ids = lines.map(({ sanctionId }) => sanctionId);
  const done = { kind, rule, startsAt: now, endsAt, actedBy: cause.actorId };
  await tx
    .insert(sanctions)
    .values(
      lines.map(({ sanctionId: id, personId, caseId, words }) => ({ id, personId, caseId, words, ...done })),
    );
  const after = { kind, rule, hides: [], endsAt: endsAt?.toISOString() ?? null };
  await recordAudits(
    tx,
    lines.map(({ personId: subjectId, sanctionId: sanction, caseId }) => ({
      kind: 'sanction.imposed',
      cause,
      subjectId,
      after: {
        ...{ sanction, case: caseId, ...after },
        ...(administrators.has(subjectId) && TOOK_ADMINISTRATOR),
      },
      now,
    })),
  );
  const payloads = ids.map((sanctionId) => ({ sanctionId }));
  await notifyEach(
    tx,
    lines.map(({ personId, sanctionId }) => ({
      type: 'moderation.action' as const,
      to: { kind: 'people' as const, ids: [personId] },
      data: { sanctionId, kind },
      objectId: sanctionId,
      now,
    })),
  );
  if (endsAt) await addJobs(tx, { name: 'sanction.end', payloads, keys: ids.map(endJob), runAt: endsAt });
}

/**
 * Takes back what was just done about several people. Each by itself, as on their cases: every one ends with a mail and an entry
 * of its own, and one that cannot be taken back any more keeps none of the others. @returns how many are over now
 */
export async function takeBack(db: Database, { ids, ...by }: By & { ids: string[] }): Promise<number> {
  let over = 0;
  for (const id of new Set(ids)) {
    try {
      await takeSanctionBack(db, { id, ...by });
      over += 1;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
  }
  return over;
}
