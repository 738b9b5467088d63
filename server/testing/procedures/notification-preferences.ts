import type { Procedure } from './procedure';

/** What somebody sets of what reaches them. */
export const NOTIFICATION_PREFERENCES: Record<string, Procedure> = {
  'notifications.types': {
    who: 'signed in',
    statements: 1,
    audit: [],
    example: async (given) => ({ actor: await given.user(), call: (api) => api.notifications.types() }),
  },
  'notifications.preferences.get': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => ({
      actor: await given.user(),
      call: (api) => api.notifications.preferences.get(),
    }),
  },
  'notifications.preferences.set': {
    who: 'signed in',
    // The session, the lock, the change with its history and the audit entry.
    statements: 3,
    audit: ['notifications.changed'],
    example: async (given) => ({
      actor: await given.user(),
      call: (api) => api.notifications.preferences.set(NO_MAIL),
    }),
  },
  'notifications.preferences.setMany': {
    who: 'signed in',
    // As for one.
    statements: 3,
    audit: ['notifications.changed'],
    example: async (given) => ({
      actor: await given.user(),
      call: (api) =>
        api.notifications.preferences.setMany({
          changes: [NO_MAIL, { scope: 'category', key: 'groups', channel: 'push', mode: 'off' }],
        }),
    }),
  },
  'notifications.preferences.reset': {
    who: 'signed in',
    statements: 3,
    audit: ['notifications.changed'],
    example: async (given) => {
      const actor = await given.user();
      await given.wish(actor, NO_MAIL);
      return { actor, call: (api) => api.notifications.preferences.reset() };
    },
  },
  'notifications.preferences.history': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => {
      const actor = await given.user();
      await given.changed(actor, NO_MAIL);
      return { actor, call: (api) => api.notifications.preferences.history({}) };
    },
  },
  'notifications.preferences.revert': {
    who: 'signed in',
    // Session, lock, whether it lives still, the change, the change back.
    statements: 5,
    audit: ['notifications.changed'],
    example: async (given) => {
      const actor = await given.user();
      const id = await given.changed(actor, NO_MAIL);
      return { actor, call: (api) => api.notifications.preferences.revert({ id }) };
    },
  },
  'notifications.mutes.list': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => {
      const actor = await given.user();
      await given.muted(actor, `person:${(await given.user()).id}`);
      return { actor, call: (api) => api.notifications.mutes.list({}) };
    },
  },
  'notifications.mutes.add': {
    who: 'signed in',
    // Session, lock, how many there are, whether they are seen, the change.
    statements: 5,
    audit: ['notifications.changed'],
    example: async (given) => {
      const [actor, other] = [await given.user(), await given.user()];
      return {
        actor,
        call: (api) => api.notifications.mutes.add({ kind: 'person', id: other.id }),
      };
    },
  },
  'notifications.mutes.remove': {
    who: 'signed in',
    statements: 3,
    audit: ['notifications.changed'],
    example: async (given) => {
      const [actor, other] = [await given.user(), await given.user()];
      await given.muted(actor, `person:${other.id}`);
      return {
        actor,
        call: (api) => api.notifications.mutes.remove({ kind: 'person', id: other.id }),
      };
    },
  },
  'notifications.simulate': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => ({
      actor: await given.user(),
      call: (api) => api.notifications.simulate({ type: 'messages.received', at: '2026-12-06T23:10' }),
    }),
  },
  'notifications.deliveries.list': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => {
      const [actor, other] = [await given.user(), await given.user()];
      await given.told(actor, { actor: other });
      return { actor, call: (api) => api.notifications.deliveries.list({}) };
    },
  },
  'notifications.schedule.get': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => ({
      actor: await given.user(),
      call: (api) => api.notifications.schedule.get(),
    }),
  },
  'notifications.schedule.set': {
    who: 'signed in',
    // Session, lock, whether it lives still, schedule before and after, history, trail, job.
    statements: 8,
    audit: ['notifications.changed'],
    example: async (given) => ({
      actor: await given.user(),
      call: (api) => api.notifications.schedule.set({ quiet: [{ day: 7, from: 1320, until: 420 }] }),
    }),
  },
  'notifications.pause': {
    who: 'signed in',
    statements: 8,
    audit: ['notifications.changed'],
    example: async (given) => ({
      actor: await given.user(),
      call: (api) => api.notifications.pause({ until: new Date(Date.now() + 3_600_000).toISOString() }),
    }),
  },
};

const NO_MAIL = { scope: 'type', key: 'contacts.asked', channel: 'email', mode: 'off' } as const;
