import { describe, expect } from 'vitest';
import { callerFor } from '@/server/testing/callers';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';
import { UpdatePrivacyInput } from './inputs';

describe('privacy.update', () => {
  test('writes what changed, answers the whole, and names the settings in the trail, not what they are', async ({
    db,
    given,
    trail,
  }) => {
    const person = await given.user();
    const { privacy } = callerFor(db, person);
    const before = await privacy.get();
    const changes = { bio: 'contacts', searchable: false, messagesFrom: 'nobody' } as const;
    expect(await privacy.update(changes)).toEqual({ ...before, ...changes });
    expect(await privacy.get()).toEqual({ ...before, ...changes });
    const [entry] = (await trail(person)).filter(({ kind }) => kind === 'privacy.updated');
    expect(entry).toMatchObject({
      actorId: person.id,
      before: null,
      after: { fields: ['bio', 'searchable', 'messagesFrom'] },
    });
  });

  test('sent again, or with what is so already, it changes nothing and leaves no trace', async ({
    db,
    given,
    trail,
  }) => {
    const person = await given.user();
    const { privacy } = callerFor(db, person);
    const saves = Array.from({ length: 5 }, () => privacy.update({ email: 'contacts', bio: 'everyone' }));
    const answers = await Promise.all(saves);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    await privacy.update({});
    const entries = (await trail(person)).filter(({ kind }) => kind === 'privacy.updated');
    expect(entries.map(({ after }) => after)).toEqual([{ fields: ['email'] }]);
  });

  test('two tabs at once keep what each of them changed', async ({ db, given }) => {
    const { privacy } = callerFor(db, await given.user());
    await Promise.all([privacy.update({ bio: 'only_me' }), privacy.update({ photo: 'contacts' })]);
    expect(await privacy.get()).toMatchObject({ bio: 'only_me', photo: 'contacts' });
  });

  test('is a change that an app needs a scope of its own for', async ({ db, given }) => {
    const person = await given.user();
    const client = await given.client({ scopes: ['privacy.read', 'privacy.write'] });
    const reading = await given.app(person, { client, scopes: ['privacy.read'] });
    const { privacy } = callerFor(db, null, { headers: reading.headers });
    expect(await privacy.get()).toMatchObject({ profile: 'everyone' });
    expect(await refusal(privacy.update({ bio: 'everyone' }))).toEqual({ reason: 'SCOPE_REQUIRED' });
    expect(await refusal(privacy.preview({ as: { kind: 'public' }, changes: {} }))).toEqual({
      reason: 'SCOPE_REQUIRED',
    });
  });

  test.for([
    { profile: 'friends' },
    { email: 'nobody' },
    { messagesFrom: 'everyone' },
    { contactRequestsFrom: 'contacts' },
    { searchable: 'yes' },
    { userId: 'somebody' },
  ])('refuses %o', (changes) => {
    expect(UpdatePrivacyInput.safeParse(changes).success).toBe(false);
  });
});

test('a new person begins with what the page of settings says of it', async ({ db, given }) => {
  expect(await callerFor(db, await given.user()).privacy.get()).toEqual({
    profile: 'everyone',
    photo: 'everyone',
    bio: 'everyone',
    pronouns: 'everyone',
    location: 'everyone',
    website: 'everyone',
    email: 'only_me',
    timeZone: 'signed_in',
    lastSeen: 'contacts',
    groups: 'signed_in',
    searchable: true,
    indexable: false,
    messagesFrom: 'signed_in',
    contactRequestsFrom: 'signed_in',
    foundByEmailFrom: 'nobody',
  });
});
