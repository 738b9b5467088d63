import { eq } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { sessions } from '@/db/schema/sign-in';
import { profiles, users } from '@/db/schema/users';
import type { Audience, ProfileField } from '@/server/privacy/catalog';
import type { PersonView } from '@/server/privacy/person';
import { BUILT_IN_ROLES } from '@/server/roles/permissions';
import type { Caller } from '@/server/router';
import { callerFor } from '@/server/testing/callers';
import type { Given, Person } from '@/server/testing/factories';

/** Everybody who may look at somebody's page. */
export const VIEWERS = [
  'a visitor',
  'somebody signed in',
  'a contact',
  'a blocked person',
  'a group mate',
  'a moderator',
  'a blocked moderator',
  'staff without the permission',
  'an administrator',
  'the owner',
  'an app of a contact',
  'an app of a moderator',
  'an app without the scope',
] as const;
export type ViewerKind = (typeof VIEWERS)[number];

/** What an app is told that may not ask. */
export const REFUSED = 'refused';

/** How much each sees, written down by hand: the last audience in the order of audiences that is shown to them, -1 for none. */
export const SEES: Record<ViewerKind, number | typeof REFUSED> = {
  'a visitor': 0,
  'somebody signed in': 1,
  'a contact': 2,
  'a blocked person': -1,
  'a group mate': 1,
  'a moderator': 3,
  'a blocked moderator': 3,
  'staff without the permission': 1,
  'an administrator': 3,
  'the owner': 3,
  'an app of a contact': 2,
  'an app of a moderator': 1,
  'an app without the scope': REFUSED,
};

const FROM_WIDE_TO_NARROW: Audience[] = ['everyone', 'signed_in', 'contacts', 'only_me'];

/** Whether who sees so much sees a field, by a count and nothing else. */
export function modelShows(
  sees: number,
  settings: Record<'profile' | ProfileField, Audience>,
  field: 'profile' | ProfileField,
) {
  const narrowest = Math.max(
    FROM_WIDE_TO_NARROW.indexOf(settings.profile),
    FROM_WIDE_TO_NARROW.indexOf(settings[field]),
  );
  return narrowest <= sees;
}

/** Of each field what nobody else has anywhere. */
interface Canaries {
  photo: { id: string; alt: string };
  bio: string;
  pronouns: string;
  location: string;
  website: string;
  email: string;
  timeZone: string;
  lastSeen: string;
  groups: { id: string; name: string }[];
}

const EMPTY = {
  photo: null,
  bio: '',
  pronouns: '',
  location: '',
  website: '',
  email: null,
  timeZone: null,
  lastSeen: null,
  groups: [],
} satisfies { [Field in ProfileField]: PersonView[Field] };

/** A person all of whose fields are filled in, and one of each who may look at them. */
export async function makeCast(db: Database, given: Given) {
  const owner = await given.user({ displayName: 'Olga Owner' });
  const [mate, contact, blocked] = [await given.user(), await given.user(), await given.user()];
  const [moderator, shutOut] = [
    await given.holder(...BUILT_IN_ROLES.moderator),
    await given.holder(...BUILT_IN_ROLES.moderator),
  ];
  await given.contacts(owner, contact);
  await given.block(owner, blocked);
  await given.block(owner, shutOut);
  const groupId = await given.groupWith(owner, mate);
  const client = await given.client({ scopes: ['people.read', 'profile.read'] });
  const app = async (person: { id: string }, scope: 'people.read' | 'profile.read') =>
    callerFor(db, null, { headers: (await given.app(person, { client, scopes: [scope] })).headers });

  const callers: Record<ViewerKind, Caller> = {
    'a visitor': callerFor(db, null),
    'somebody signed in': callerFor(db, await given.user()),
    'a contact': callerFor(db, contact),
    'a blocked person': callerFor(db, blocked),
    'a group mate': callerFor(db, mate),
    'a moderator': callerFor(db, moderator),
    'a blocked moderator': callerFor(db, shutOut),
    'staff without the permission': callerFor(db, await given.holder('jobs.view', 'dashboard.view')),
    'an administrator': callerFor(db, await given.holder(...BUILT_IN_ROLES.administrator)),
    'the owner': callerFor(db, owner),
    'an app of a contact': await app(contact, 'people.read'),
    'an app of a moderator': await app(moderator, 'people.read'),
    'an app without the scope': await app(await given.user(), 'profile.read'),
  };
  const people = { owner, mate, contact, blocked, moderator };
  return { owner, people, callers, canaries: await fillIn(db, given, { owner, groupId }) };
}

async function fillIn(
  db: Database,
  given: Given,
  { owner, groupId }: { owner: Person; groupId: string },
): Promise<Canaries> {
  const texts = {
    bio: 'canary of the bio',
    pronouns: 'canary of the pronouns',
    location: 'canary of the place',
    website: 'https://canary.example.test/',
  };
  const timeZone = 'Pacific/Kiritimati';
  await db.update(profiles).set(texts).where(eq(profiles.userId, owner.id));
  await db.update(users).set({ timeZone }).where(eq(users.id, owner.id));
  const { id, alt } = await given.photo(owner, { alt: 'canary of the photo' });
  // Further on than any use of it, so that it stays what it is while the owner looks, and over midnight.
  const lastSeenAt = new Date('2100-02-03T12:00:00Z');
  await db.update(sessions).set({ lastSeenAt }).where(eq(sessions.userId, owner.id));
  return {
    ...texts,
    timeZone,
    photo: { id, alt },
    email: owner.email,
    lastSeen: '2100-02-03',
    groups: [{ id: groupId, name: 'Walruses' }],
  };
}

/** The fields of a page as who sees so much gets it: each one what it is, or empty. No group is shown to visitors. */
export function expectedFields(
  canaries: Canaries,
  { sees, settings }: { sees: number; settings: Record<'profile' | ProfileField, Audience> },
) {
  const fields = Object.entries(canaries).map(([field, value]) => [
    field,
    modelShows(sees, settings, field as ProfileField) && !(field === 'groups' && sees === SEES['a visitor'])
      ? value
      : EMPTY[field as ProfileField],
  ]);
  return Object.fromEntries(fields) as Record<string, unknown>;
}
