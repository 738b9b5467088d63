import { describe, expect } from 'vitest';
import { test } from '@/server/testing/fixtures';
import { refusal } from '@/server/testing/refusal';
import { AUDIENCES, type Audience, PROFILE_FIELDS, type ProfileField } from './catalog';
import { expectedFields, makeCast, modelShows, REFUSED, SEES, VIEWERS } from './testing/cast';

/** Every field open, so that one of them alone decides. */
const OPEN = Object.fromEntries(['profile', ...PROFILE_FIELDS].map((field) => [field, 'everyone'])) as Record<
  'profile' | ProfileField,
  Audience
>;

const matrix = test.extend('cast', { scope: 'file' }, async ({ db, given }) => makeCast(db, given));

describe.each(['profile', ...PROFILE_FIELDS] as const)('%s', (field) => {
  describe.each(AUDIENCES)('shown to %s', (audience) => {
    matrix.for(VIEWERS)('as %s gets it', async (viewer, { given, cast }) => {
      const { owner, callers, canaries } = cast;
      const settings = { ...OPEN, [field]: audience };
      await given.privacy(owner, settings);
      const page = callers[viewer].profile.byHandle({ handle: owner.handle });
      const sees = SEES[viewer];
      if (sees === REFUSED) {
        expect(await refusal(page)).toEqual({ reason: 'SCOPE_REQUIRED' });
      } else if (modelShows(sees, settings, 'profile')) {
        const { userId, handle, displayName, ...shown } = await page;
        expect({ userId, handle, displayName }).toEqual({
          userId: owner.id,
          handle: owner.handle,
          displayName: owner.displayName,
        });
        expect(shown).toMatchObject(expectedFields(canaries, { sees, settings }));
      } else {
        expect(await refusal(page)).toEqual({ reason: 'NOT_FOUND' });
      }
    });
  });
});

describe('where two settings meet, the narrower one decides', () => {
  const pairs = AUDIENCES.flatMap((profile) => AUDIENCES.map((email) => [profile, email] as const));
  matrix.for(pairs)('a page for %s with an address for %s', async ([profile, email], { given, cast }) => {
    const { owner, callers } = cast;
    const settings = { ...OPEN, profile, email };
    await given.privacy(owner, settings);
    for (const viewer of VIEWERS) {
      const sees = SEES[viewer];
      if (sees === REFUSED) continue;
      const told = await callers[viewer].profile
        .byHandle({ handle: owner.handle })
        .then(({ email: address }) => address === owner.email)
        .catch(() => false);
      expect([viewer, told]).toEqual([viewer, modelShows(sees, settings, 'email')]);
    }
  });
});
