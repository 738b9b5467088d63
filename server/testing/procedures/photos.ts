import type { Procedure } from './procedure';

/** Photos. They come in by `/api/uploadthing`. */
export const PHOTOS: Record<string, Procedure> = {
  'profile.photo.history': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => {
      const actor = await given.user();
      await given.photo(actor);
      return { actor, call: (api) => api.profile.photo.history() };
    },
  },
  'profile.photo.remove': {
    who: 'signed in',
    // Session; the lock and what it checks, the photo put aside, the trail, those that are too old.
    statements: 6,
    audit: ['photo.removed'],
    example: async (given) => {
      const actor = await given.user();
      await given.photo(actor);
      return { actor, call: (api) => api.profile.photo.remove() };
    },
  },
  'profile.photo.restore': {
    who: 'signed in',
    // As before, and the photo found and put in its place.
    statements: 8,
    audit: ['photo.restored'],
    example: async (given) => {
      const actor = await given.user();
      const { id } = await given.photo(actor, { isCurrent: false, replacedAt: new Date() });
      return { actor, call: (api) => api.profile.photo.restore({ id }) };
    },
  },
  'profile.photo.describe': {
    who: 'signed in',
    statements: 6,
    audit: ['photo.described'],
    example: async (given) => {
      const actor = await given.user();
      const { id } = await given.photo(actor);
      return {
        actor,
        call: (api) => api.profile.photo.describe({ id, alt: 'Somebody who waves' }),
      };
    },
  },
};
