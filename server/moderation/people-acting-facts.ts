import { and, eq, inArray, not } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { profiles, users } from '@/db/schema/users';
import { DomainError } from '@/server/errors';
import { LOCALES, type Locale } from '@/server/http/locale';
import { TEXTS } from '@/server/mail/letter';
import { READER } from '@/server/mail/reader';
import type { PermissionOn } from '@/server/roles/permissions';
import { isDeniedOn, isWithinReach } from '@/server/roles/reach';
import { listAbove } from '@/server/roles/within';
import type { Staff } from './case-reach';
import { type Rule, SANCTION_PERMISSIONS } from './catalog';
import { wordsIn } from './people-acting';
import type { PreviewedActing } from './people-acting-inputs';
import { type ActRefusal, askAbout, type PeopleSanction } from './people-acting-rules';
import { letterAbout } from './sanction-mail';
import { endAfter } from './sanction-rules';

/** What would come of it, before anything is done. */
export interface ActingStart {
  people: { id: string; result: 'done' | ActRefusal }[];
  /** The languages in which those read it about whom something can be done. */
  locales: Locale[];
  /** What there is to write, by the language and the rule. */
  presets: Record<Locale, Record<Rule, string>>;
}

/** Says about whom of several people something could be done, and about whom not, and why. Changes nothing. */
export async function startActing(
  db: Database,
  of: { ids: string[]; kind: PeopleSanction; staff: Staff; now: Date },
): Promise<ActingStart> {
  const ids = [...new Set(of.ids)];
  const { refusals } = await askAbout(db, { ...of, ids, held: false });
  const can = ids.filter((id) => !refusals.has(id));
  const rows = await db.selectDistinct({ locale: users.locale }).from(users).where(inArray(users.id, can));
  const found = new Set(rows.map(({ locale }) => locale));
  return {
    people: ids.map((id) => ({ id, result: refusals.get(id) ?? 'done' })),
    locales: LOCALES.filter((locale) => found.has(locale)),
    presets: { en: TEXTS.en.sanction.presets, fr: TEXTS.fr.sanction.presets },
  };
}

/** The mail that one of them would get, in their language. @throws NOT_FOUND for who is out of reach, or whom they are denied */
export async function previewActing(
  db: Database,
  { wish, staff, appUrl, now }: { wish: PreviewedActing; staff: Staff; appUrl: string; now: Date },
): Promise<{ locale: Locale; subject: string; text: string }> {
  const { kind, rule, days } = wish;
  const isDenied = (permission: PermissionOn<'person'>) =>
    isDeniedOn(users.id, { userId: staff.userId, permission, now });
  const [reader] = await db
    .select(READER)
    .from(users)
    .innerJoin(profiles, eq(profiles.userId, users.id))
    .where(
      and(
        eq(users.id, wish.personId),
        isWithinReach(users.id, staff.reach, now),
        not(isDenied('person.view')),
        not(isDenied(SANCTION_PERMISSIONS[kind])),
      ),
    )
    .limit(1);
  if (!reader) throw new DomainError('NOT_FOUND');
  const { subject, text } = await letterAbout({
    sanction: {
      kind,
      rule,
      words: wordsIn(reader.locale, wish.words),
      hides: [],
      startsAt: now,
      endsAt: endAfter(days, now),
    },
    reader: { ...reader, appUrl },
  });
  return { locale: reader.locale, subject, text };
}

/** On whom of several people one may not act at all. */
export async function checkPeople(
  db: Database,
  { ids, actorId, now }: { ids: string[]; actorId: string; now: Date },
): Promise<{ id: string; result: 'done' | 'YOURSELF' | 'ABOVE_YOU' }[]> {
  const above = new Set(await listAbove(db, { actorId, personIds: ids, now }));
  return [...new Set(ids)].map((id) => {
    if (id === actorId) return { id, result: 'YOURSELF' };
    return { id, result: above.has(id) ? 'ABOVE_YOU' : 'done' };
  });
}
