import { expect } from 'vitest';
import { callerFor } from '@/server/testing/callers';
import { test } from '@/server/testing/fixtures';

test('is made to who came in with a password and has no passkey, until they wave it away for good', async ({
  db,
  given,
}) => {
  const user = await given.user();
  const { passkeys: api } = callerFor(db, user).auth;
  expect(await api.offer()).toEqual({ offer: true });
  for (let time = 0; time < 2; time++) expect(await api.dismissOffer()).toEqual({ dismissed: true });
  expect(await api.offer()).toEqual({ offer: false });
  const elsewhere = await given.session(user);
  expect(await callerFor(db, elsewhere).auth.passkeys.offer()).toEqual({ offer: false });
});

test('is not made to who has a passkey, nor in a session that one has opened', async ({ db, given }) => {
  const user = await given.user();
  const passkey = await given.passkey(user);
  for (const session of [user, await given.passkeySession(user, { passkey })])
    expect(await callerFor(db, session).auth.passkeys.offer()).toEqual({ offer: false });
});
