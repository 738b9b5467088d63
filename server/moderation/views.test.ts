import { expect } from 'vitest';
import { callerFor } from '@/server/testing/callers';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';

const named = (names: string[]) => names.map((name) => expect.objectContaining({ name }));

test('views are kept for each person and page; the same name again replaces what it kept', async ({
  db,
  given,
}) => {
  const [staff, other] = [await given.user(), await given.user()];
  const { views } = callerFor(db, staff).moderation;
  await Promise.all(['a=1', 'a=2', 'a=3'].map((query) => views.save({ page: 'users', name: 'Mine', query })));
  await views.save({ page: 'users', name: 'Mine', query: 'a=4' });
  await views.save({ page: 'reports', name: 'Mine', query: '' });
  expect(await views.list({ page: 'users' })).toMatchObject([{ name: 'Mine', query: 'a=4' }]);
  expect(await callerFor(db, other).moderation.views.list({ page: 'users' })).toEqual([]);
});

test('a view is renamed and removed by its owner alone, and never to a name that is taken', async ({
  db,
  given,
}) => {
  const [staff, other] = [await given.user(), await given.user()];
  const id = await given.view(staff, { name: 'One' });
  await given.view(staff, { name: 'Two' });
  const [own, foreign] = [callerFor(db, staff).moderation.views, callerFor(db, other).moderation.views];
  expect(await refusal(foreign.rename({ id, name: 'Theirs' }))).toEqual({ reason: 'NOT_FOUND' });
  await foreign.remove({ id });
  expect(await refusal(own.rename({ id, name: 'Two' }))).toEqual({ reason: 'NAME_TAKEN' });
  await own.rename({ id, name: 'Three' });
  expect(await own.list({ page: 'users' })).toEqual(named(['Three', 'Two']));
  await own.remove({ id });
  await own.remove({ id });
  expect(await own.list({ page: 'users' })).toEqual(named(['Two']));
});

test('there are fifty of a page, also when many are kept at once', async ({ db, given }) => {
  const staff = await given.user();
  for (let n = 0; n < 48; n++) await given.view(staff);
  const { views } = callerFor(db, staff).moderation;
  const results = await Promise.allSettled(
    ['a', 'b', 'c', 'd'].map((name) => views.save({ page: 'users', name, query: '' })),
  );
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  expect(await views.list({ page: 'users' })).toHaveLength(50);
});

test('what no address has is not kept', async ({ db, given }) => {
  const { views } = callerFor(db, await given.user()).moderation;
  const view = { page: 'users' as const, name: 'Mine', query: 'q=a\0b' };
  expect(await refusal(views.save(view))).toMatchObject({ reason: 'INPUT_INVALID' });
  expect(await views.list({ page: 'users' })).toEqual([]);
});
