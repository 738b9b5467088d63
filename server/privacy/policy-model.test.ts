import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Database } from '@/db/client';
import { memberships } from '@/db/schema/permissions';
import { blocks, contacts, privacySettings } from '@/db/schema/privacy';
import { users } from '@/db/schema/users';
import { callerFor } from '@/server/testing/callers';
import type { Given, Person } from '@/server/testing/factories';
import { test } from '@/server/testing/fixtures';
import { AUDIENCES, CIRCLES, PROFILE_FIELDS } from './catalog';
import type { PersonView } from './person';

/** Everything that decides, at random. */
const settings = fc.record({
  profile: fc.constantFrom(...AUDIENCES),
  photo: fc.constantFrom(...AUDIENCES),
  bio: fc.constantFrom(...AUDIENCES),
  pronouns: fc.constantFrom(...AUDIENCES),
  location: fc.constantFrom(...AUDIENCES),
  website: fc.constantFrom(...AUDIENCES),
  email: fc.constantFrom(...AUDIENCES),
  timeZone: fc.constantFrom(...AUDIENCES),
  lastSeen: fc.constantFrom(...AUDIENCES),
  groups: fc.constantFrom(...AUDIENCES),
  searchable: fc.boolean(),
  indexable: fc.boolean(),
  messagesFrom: fc.constantFrom(...CIRCLES),
  contactRequestsFrom: fc.constantFrom(...(['signed_in', 'group_mates', 'nobody'] as const)),
  foundByEmailFrom: fc.constantFrom(...CIRCLES),
});

const situation = fc.record({
  settings,
  areContacts: fc.boolean(),
  shareGroup: fc.boolean(),
  blockedByOwner: fc.boolean(),
  blockedByViewer: fc.boolean(),
  ownerIsActive: fc.boolean(),
  viewer: fc.constantFrom('visitor', 'member', 'staff', 'owner'),
});
type Situation = typeof situation extends fc.Arbitrary<infer S> ? S : never;

/** What should be, said in as many words as it takes and without any order of audiences. */
function model(now: Situation) {
  const isOwner = now.viewer === 'owner';
  const isThere = now.viewer === 'member' || now.viewer === 'staff';
  const meets = (audience: (typeof AUDIENCES)[number], asStaff: boolean): boolean => {
    if (isOwner) return true;
    if (!now.ownerIsActive) return false;
    if (asStaff && now.viewer === 'staff') return true;
    if (isThere && now.blockedByOwner) return false;
    if (audience === 'everyone') return true;
    if (audience === 'signed_in') return isThere;
    return audience === 'contacts' && isThere && now.areContacts;
  };
  const seen = (field: (typeof PROFILE_FIELDS)[number] | 'profile') =>
    meets(now.settings.profile, true) && meets(now.settings[field], true);
  const isNear = (circle: (typeof CIRCLES)[number]): boolean => {
    if (!isThere || !now.ownerIsActive || now.blockedByOwner || now.blockedByViewer) return false;
    if (circle === 'signed_in') return true;
    if (circle === 'group_mates') return now.shareGroup || now.areContacts;
    return circle === 'contacts' && now.areContacts;
  };
  const seesAsAnybody = meets(now.settings.profile, false);
  return {
    // No group is shown to visitors, whatever its people say.
    fields: Object.fromEntries(
      PROFILE_FIELDS.map((field) => [
        field,
        seen(field) && !(field === 'groups' && now.viewer === 'visitor'),
      ]),
    ),
    page: seen('profile'),
    mayMessage: seesAsAnybody && isNear(now.settings.messagesFrom),
    mayAsk: seesAsAnybody && !now.areContacts && isNear(now.settings.contactRequestsFrom),
    foundByEmail: seesAsAnybody && isNear(now.settings.foundByEmailFrom),
    foundByName:
      seesAsAnybody && now.ownerIsActive && now.settings.searchable && !(isThere && now.blockedByViewer),
  };
}

const cast = test.extend('two', { scope: 'file' }, async ({ given }) => {
  const owner = await given.user({ displayName: 'Przemysława Modelowa', timeZone: 'Pacific/Niue' });
  await given.photo(owner);
  const [member, staff] = [await given.user(), await given.holder('profiles.viewAll')];
  return { owner, member, staff, groupId: await given.groupWith(owner, member, staff) };
});

cast(
  'whatever the settings and whatever is between the two, the page and search show what they should',
  {
    timeout: 120_000,
  },
  async ({ db, given, two }) => {
    const { owner } = two;
    const texts = { bio: 'a bio', pronouns: 'they', location: 'here', website: 'https://example.test/' };
    await callerFor(db, owner).profile.update(texts);
    await fc.assert(
      fc.asyncProperty(situation, async (now) => {
        const viewer = now.viewer === 'visitor' ? null : now.viewer === 'owner' ? owner : viewerOf(two, now);
        await arrange(db, given, { ...two, viewer, now });
        const { profile } = callerFor(db, viewer);
        const expected = model(now);
        // Whoever is not active cannot ask at all.
        if (viewer === owner && !now.ownerIsActive) return;
        const page = await profile.byHandle({ handle: owner.handle }).catch(() => null);
        expect(page !== null).toBe(expected.page);
        if (page) {
          expect(filledIn(page)).toEqual(expected.fields);
          const { mayAsk, mayMessage } = page.relation;
          expect({ mayAsk, mayMessage }).toEqual({
            mayAsk: expected.mayAsk,
            mayMessage: expected.mayMessage,
          });
        }
        if (!viewer || viewer === owner) return;
        const byName = await profile.search({ query: 'przemys' });
        const byEmail = await profile.search({ query: owner.email });
        expect([byName.people.length, byEmail.people.length]).toEqual([
          Number(expected.foundByName),
          Number(expected.foundByEmail),
        ]);
      }),
      { numRuns: 120 },
    );
  },
);

type Two = { owner: Person; member: Person; staff: Person; groupId: string };

function viewerOf({ member, staff }: Two, { viewer }: Situation) {
  return viewer === 'staff' ? staff : member;
}

/** Makes it so between the two. */
async function arrange(
  db: Database,
  given: Given,
  { owner, viewer, groupId, now }: Two & { viewer: Person | null; now: Situation },
) {
  await db.delete(contacts);
  await db.delete(blocks);
  await db
    .update(users)
    .set({ status: now.ownerIsActive ? 'active' : 'suspended' })
    .where(eq(users.id, owner.id));
  await db.update(privacySettings).set(now.settings).where(eq(privacySettings.userId, owner.id));
  const expiresAt = now.shareGroup ? null : new Date(Date.now() - 1000);
  // The owner stays in it, so that there is a group to see.
  if (viewer && viewer !== owner)
    await db
      .insert(memberships)
      .values({ userId: viewer.id, principalId: groupId, expiresAt })
      .onConflictDoUpdate({
        target: [memberships.userId, memberships.principalId],
        set: { expiresAt },
      });
  if (!viewer || viewer === owner) return;
  if (now.areContacts) await given.contacts(owner, viewer);
  if (now.blockedByOwner) await given.block(owner, viewer);
  if (now.blockedByViewer) await given.block(viewer, owner);
}

/** Of each field whether there is anything in it. */
function filledIn(page: PersonView) {
  return Object.fromEntries(
    PROFILE_FIELDS.map((field) => {
      const value = page[field];
      return [field, Array.isArray(value) ? value.length > 0 : Boolean(value)];
    }),
  );
}
