import { and, desc, eq, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import {
  notificationChanges,
  notificationPreferences,
  type PreferenceScope,
  unsubscribeLinks,
} from '@/db/schema/notifications';
import { users } from '@/db/schema/users';
import type { Cause } from '@/server/audit/commands';
import { lockPerson } from '@/server/auth/factors';
import { countUse } from '@/server/auth/throttle';
import { DomainError } from '@/server/errors';
import type { Locale } from '@/server/http/locale';
import { readLink } from '@/server/links';
import { CATEGORIES, isNotificationType, type NotificationType, TYPE_NAMES } from './catalog';
import { cellNamed, nameOfCell, type WishValue } from './changes';
import type { PreferenceChange } from './inputs';
import { getPreferences } from './preference-queries';
import { setPreferences } from './preferences';
import type { PreferencesView } from './types';
import { askedFor, type Wanted, writeWishes } from './write-wishes';

/** What a link switches off, and what holds now. Nothing of the person but their language, since whoever has the link sees it. */
export interface UnsubscribeView {
  /** Null: the mails of all types that can be switched off. */
  type: NotificationType | null;
  /** Whether such mails come. */
  isOn: boolean;
  /** Whether what a link did can be taken back. */
  canUndo: boolean;
  locale: Locale;
}

/** Somebody who follows a link out of a mail, whoever that is. */
export interface Following {
  secret: string;
  token: string;
  ip: string;
  userAgent: string | undefined;
  requestId: string;
  now: Date;
}

/** What a link would switch off: changes nothing, since scanners of mail open every link. @throws LINK_EXPIRED RATE_LIMITED */
export async function showUnsubscribe(db: Database, following: Following): Promise<UnsubscribeView> {
  const link = await findLink(db, following);
  return viewOf(db, { link, now: following.now });
}

/**
 * Switches off what a link is for, and nothing else, whoever is signed in; twice it has one effect. Mails of all types: also
 * what is wanted of a category or of a type, which would count for more.
 * @throws LINK_EXPIRED RATE_LIMITED
 */
export async function confirmUnsubscribe(db: Database, following: Following): Promise<UnsubscribeView> {
  const { now } = following;
  const link = await findLink(db, following);
  const { userId, type, locale } = link;
  const view = await getPreferences(db, { userId, isStaff: true, now });
  if (!isOn(view, type)) return { type, isOn: false, canUndo: await canUndo(db, link), locale };
  const changes = type === null ? allOff(view) : [offFor(type)];
  const cause = causeOf(link, following);
  const changed = await setPreferences(db, { userId, changes, means: 'unsubscribe', cause, now });
  return { type, isOn: isOn(changed.view, type), canUndo: true, locale };
}

/** Puts back what the last use of a link switched off, as far as that still holds. @throws LINK_EXPIRED RATE_LIMITED */
export async function undoUnsubscribe(db: Database, following: Following): Promise<UnsubscribeView> {
  const { now } = following;
  const link = await findLink(db, following);
  const { userId } = link;
  await db.transaction(async (tx) => {
    await lockPerson(tx, { userId });
    const done = await findDone(tx, link);
    if (!done) return;
    const means = 'revert';
    const asked = askedFor(done.wanted);
    await writeWishes(tx, { userId, means, cause: causeOf(link, following), now, asked, reverts: done.id });
  });
  return viewOf(db, { link, now });
}

interface Link {
  userId: string;
  scope: PreferenceScope;
  key: string;
  type: NotificationType | null;
  locale: Locale;
}

/** The row of a link. Wrong ones are counted, so that nobody tries very many. */
async function findLink(db: Database, { secret, token, ip }: Following): Promise<Link> {
  const id = readLink({ secret, purpose: 'unsubscribe', token });
  const [link] = id
    ? await db
        .select({
          userId: unsubscribeLinks.userId,
          scope: unsubscribeLinks.scope,
          key: unsubscribeLinks.key,
          locale: users.locale,
        })
        .from(unsubscribeLinks)
        .innerJoin(users, eq(users.id, unsubscribeLinks.userId))
        .where(eq(unsubscribeLinks.id, id))
    : [];
  if (link?.scope === 'global') return { ...link, type: null };
  // Of a type that there is no more nothing comes either.
  if (link?.scope === 'type' && isNotificationType(link.key)) return { ...link, type: link.key };
  await countUse(db, { limit: 'unsubscribe.address', key: ip });
  throw new DomainError('LINK_EXPIRED');
}

async function viewOf(db: Database, { link, now }: { link: Link; now: Date }): Promise<UnsubscribeView> {
  const { userId, type, locale } = link;
  const on = isOn(await getPreferences(db, { userId, isStaff: true, now }), type);
  return { type, isOn: on, canUndo: !on && (await canUndo(db, link)), locale };
}

async function canUndo(db: Database, link: Link) {
  return (await findDone(db, link)) !== undefined;
}

/** Whether mails come that a link switches off. */
function isOn({ rows }: PreferencesView, type: NotificationType | null) {
  return rows.some(({ type: name, channels: { email } }) => {
    if (type !== null && name !== type) return false;
    return email.used && email.lock === null && email.mode !== 'off';
  });
}

function offFor(key: NotificationType): PreferenceChange {
  return { scope: 'type', key, channel: 'email', mode: 'off' };
}

/** Everything, and what is wanted otherwise of a category or a type. */
function allOff({ rows }: PreferencesView): PreferenceChange[] {
  const off = { channel: 'email', mode: 'off' } as const;
  const decide = new Set(
    rows.flatMap(({ channels: { email } }) =>
      email.used && email.lock === null && email.mode !== 'off' ? [email.rule] : [],
    ),
  );
  return [
    { scope: 'global', key: '', ...off },
    ...CATEGORIES.filter((key) => decide.has(`category:${key}`)).map((key) => ({
      scope: 'category' as const,
      key,
      ...off,
    })),
    ...TYPE_NAMES.filter((key) => decide.has(`type:${key}`)).map(offFor),
  ];
}

/**
 * What the last use of a link did, with how it was before: of what is as that left it. Undefined when nothing is. A link of one
 * type puts back that alone, also where the link of a mail of several switched it off with everything else.
 */
async function findDone(db: Database, { userId, scope, key }: Link) {
  const cell = nameOfCell({ scope, key, channel: 'email' });
  const [last] = await db
    .select({ id: notificationChanges.id, before: notificationChanges.before })
    .from(notificationChanges)
    .where(
      and(
        eq(notificationChanges.userId, userId),
        eq(notificationChanges.means, 'unsubscribe'),
        sql`${notificationChanges.after}->'cells' ? ${cell}`,
      ),
    )
    .orderBy(desc(notificationChanges.id))
    .limit(1);
  if (!last) return undefined;
  const offNow = await db
    .select({ scope: notificationPreferences.scope, key: notificationPreferences.key })
    .from(notificationPreferences)
    .where(
      and(
        eq(notificationPreferences.userId, userId),
        eq(notificationPreferences.channel, 'email'),
        eq(notificationPreferences.mode, 'off'),
        eq(notificationPreferences.means, 'unsubscribe'),
      ),
    );
  const names = new Set(
    offNow
      .map((one) => nameOfCell({ ...one, channel: 'email' }))
      .filter((name) => scope === 'global' || name === cell),
  );
  const wanted = Object.entries(cellsOf(last.before)).flatMap(([name, was]): Wanted[] => {
    const found = names.has(name) ? cellNamed(name) : undefined;
    return found ? [{ ...found, mode: was?.mode ?? null, until: was?.until ?? null }] : [];
  });
  return wanted.length > 0 ? { id: last.id, wanted } : undefined;
}

/** As `writeWishes` wrote them. */
function cellsOf(snapshot: unknown) {
  return (snapshot as { cells: Record<string, WishValue | null> }).cells;
}

function causeOf({ userId }: Link, { ip, userAgent, requestId }: Following): Cause {
  return { actorId: userId, ip, userAgent, requestId };
}
