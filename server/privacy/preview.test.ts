import { describe, expect } from 'vitest';
import { callerFor } from '@/server/testing/callers';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';
import { PROFILE_FIELDS } from './catalog';
import { makeCast, type ViewerKind } from './testing/cast';

const staged = test.extend('cast', { scope: 'file' }, async ({ db, given }) => makeCast(db, given));

describe('one’s own page is drawn as they get it who look', () => {
  const settings = {
    profile: 'everyone',
    photo: 'contacts',
    bio: 'signed_in',
    pronouns: 'everyone',
    location: 'only_me',
    website: 'contacts',
    email: 'only_me',
    timeZone: 'signed_in',
    lastSeen: 'contacts',
    groups: 'signed_in',
    indexable: true,
    messagesFrom: 'group_mates',
    contactRequestsFrom: 'signed_in',
  } as const;

  staged.for<[ViewerKind, 'public' | 'member' | 'contact' | 'moderator']>([
    ['a visitor', 'public'],
    ['somebody signed in', 'member'],
    ['a contact', 'contact'],
    ['a moderator', 'moderator'],
  ])('%s: %s', async ([viewer, kind], { given, cast }) => {
    const { owner, callers } = cast;
    await given.privacy(owner, settings);
    const page = await callers[viewer].profile.byHandle({ handle: owner.handle });
    const preview = await callers['the owner'].privacy.preview({ as: { kind }, changes: {} });
    expect(preview).toEqual({ saved: page, changed: page, differences: [] });
  });

  staged.for<[ViewerKind, 'mate' | 'contact' | 'blocked' | 'owner']>([
    ['a group mate', 'mate'],
    ['a contact', 'contact'],
    ['a blocked person', 'blocked'],
    ['the owner', 'owner'],
  ])('%s, by their handle', async ([viewer, name], { given, cast }) => {
    const { owner, callers, people } = cast;
    await given.privacy(owner, settings);
    const page = await callers[viewer].profile.byHandle({ handle: owner.handle }).catch(() => null);
    const as = { kind: 'person', handle: people[name].handle } as const;
    const { saved } = await callers['the owner'].privacy.preview({ as, changes: {} });
    expect(saved).toEqual(page);
    expect(saved === null).toBe(name === 'blocked');
  });

  staged('somebody who was asked: whether they said no is not told', async ({ db, given, cast }) => {
    const { owner, callers } = cast;
    await given.privacy(owner, settings);
    const asked = await given.user();
    await callers['the owner'].contacts.ask({ userId: asked.id });
    const as = { kind: 'person', handle: asked.handle } as const;
    const pending = await callers['the owner'].privacy.preview({ as, changes: {} });
    await callerFor(db, asked).contacts.decline({ userId: owner.id });
    expect(await callers['the owner'].privacy.preview({ as, changes: {} })).toEqual(pending);
  });

  staged('a group mate who hides their groups is drawn as anybody', async ({ given, cast }) => {
    const { owner, callers, people } = cast;
    await given.privacy(owner, settings);
    await given.privacy(people.mate, { groups: 'only_me' });
    const as = { kind: 'person', handle: people.mate.handle } as const;
    const { saved } = await callers['the owner'].privacy.preview({ as, changes: {} });
    expect(saved?.relation).toMatchObject({ kind: 'signed_in', mayMessage: false });
    await given.privacy(people.mate, { groups: 'signed_in' });
    const shown = await callers['the owner'].privacy.preview({ as, changes: {} });
    expect(shown.saved?.relation).toMatchObject({ kind: 'group_mate', mayMessage: true });
  });

  staged(
    'a moderator who is named, as anybody: that they may see more is theirs to know',
    async ({ given, cast }) => {
      const { callers, people, owner } = cast;
      await given.privacy(owner, { ...settings, profile: 'contacts' });
      const as = { kind: 'person', handle: people.moderator.handle } as const;
      const { saved } = await callers['the owner'].privacy.preview({ as, changes: {} });
      expect(saved).toBeNull();
    },
  );
});

describe('what is not saved yet', () => {
  staged('is drawn beside what is, and nothing of it is saved', async ({ given, cast }) => {
    const { owner, callers, canaries } = cast;
    await given.privacy(owner, {
      profile: 'everyone',
      bio: 'everyone',
      email: 'only_me',
      groups: 'contacts',
    });
    const { privacy } = callers['the owner'];
    const before = await privacy.get();
    const changes = {
      bio: 'contacts',
      email: 'signed_in',
      messagesFrom: 'nobody',
      groups: 'only_me',
    } as const;
    const preview = await privacy.preview({ as: { kind: 'member' }, changes });
    expect(preview.saved).toMatchObject({ bio: canaries.bio, email: null });
    expect(preview.changed).toMatchObject({ bio: '', email: owner.email, relation: { mayMessage: false } });
    expect(preview.differences).toEqual([
      { field: 'bio', effect: 'hidden' },
      { field: 'email', effect: 'shown' },
    ]);
    expect(await privacy.get()).toEqual(before);
    // And once it is saved the page is what was drawn.
    await privacy.update(changes);
    const page = await callers['somebody signed in'].profile.byHandle({ handle: owner.handle });
    expect(page).toEqual(preview.changed);
  });

  staged('a page that goes is one difference, and one that comes', async ({ given, cast }) => {
    const { owner, callers } = cast;
    await given.privacy(owner, { profile: 'everyone' });
    const { preview } = callers['the owner'].privacy;
    const gone = await preview({ as: { kind: 'public' }, changes: { profile: 'signed_in' } });
    expect(gone.changed).toBeNull();
    expect(gone.differences).toEqual([{ field: 'profile', effect: 'hidden' }]);
    await given.privacy(owner, { profile: 'only_me' });
    const come = await preview({ as: { kind: 'contact' }, changes: { profile: 'contacts' } });
    expect(come.saved).toBeNull();
    expect(come.changed).not.toBeNull();
    expect(come.differences).toEqual([{ field: 'profile', effect: 'shown' }]);
  });

  staged('every field can be drawn', async ({ given, cast }) => {
    const { owner, callers } = cast;
    const all = (audience: 'everyone' | 'only_me') =>
      Object.fromEntries(PROFILE_FIELDS.map((field) => [field, audience]));
    await given.privacy(owner, { profile: 'everyone', ...all('only_me') });
    const { differences } = await callers['the owner'].privacy.preview({
      as: { kind: 'public' },
      changes: all('everyone'),
    });
    expect(differences).toEqual(PROFILE_FIELDS.map((field) => ({ field, effect: 'shown' })));
  });
});

describe('a person who is named', () => {
  staged(
    'is not found when they are not there for the owner: missing, hidden, or blocking alike',
    async ({ given, cast }) => {
      const { owner, callers } = cast;
      const [hidden, blocker] = [await given.user(), await given.user()];
      await given.privacy(hidden, { profile: 'contacts' });
      await given.block(blocker, owner);
      const { preview } = callers['the owner'].privacy;
      for (const handle of ['nobody-has-this', '', hidden.handle, blocker.handle])
        expect(await refusal(preview({ as: { kind: 'person', handle }, changes: {} }))).toEqual({
          reason: 'NOT_FOUND',
        });
    },
  );
});
