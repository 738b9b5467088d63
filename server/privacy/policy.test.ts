import { eq, sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { users } from '@/db/schema/users';
import { test } from '@/server/testing/fixtures';
import { isSeen, LOOK, mayReach, placeholdersOf, seenPhotoId } from './policy';

test('what is shown of somebody by their id alone follows the page as well as the field', async ({
  db,
  given,
}) => {
  const [owner, viewer] = [await given.user(), await given.user()];
  const { id: photoId } = await given.photo(owner);
  // About one table and no other, where a column could be taken for that of another.
  const statement = db
    .select({
      page: isSeen(users.id, LOOK),
      photoId: seenPhotoId(users.id, LOOK),
      mayWrite: mayReach(users.id, LOOK, 'messagesFrom'),
    })
    .from(users)
    .where(eq(users.id, sql.placeholder('ownerId')))
    .prepare('shown_by_id');
  const seen = async () => {
    const look = placeholdersOf({ viewer: { userId: viewer.id, asStaff: false }, now: new Date() });
    return (await statement.execute({ ownerId: owner.id, ...look }))[0];
  };
  expect(await seen()).toEqual({ page: true, photoId, mayWrite: true });
  await given.privacy(owner, { photo: 'contacts' });
  expect(await seen()).toEqual({ page: true, photoId: null, mayWrite: true });
  await given.privacy(owner, { photo: 'everyone', messagesFrom: 'group_mates' });
  expect(await seen()).toEqual({ page: true, photoId, mayWrite: false });
  await given.privacy(owner, { profile: 'contacts', messagesFrom: 'signed_in' });
  expect(await seen()).toEqual({ page: false, photoId: null, mayWrite: false });
});
