import { v7 as uuid } from 'uuid';
import type { Example, Procedure } from './procedure';

const words = {
  title: { en: 'We move on Sunday', fr: 'Nous déménageons dimanche' },
  body: { en: 'Nothing will be there for an hour.', fr: 'Rien ne sera accessible pendant une heure.' },
  link: '/settings/profile',
};

/** What staff tell many people, and what other services tell them. */
export const NOTIFICATION_SENDING: Record<string, Procedure> = {
  'notifications.announcements.list': {
    who: 'announcements.send',
    statements: 2,
    audit: [],
    example: async (given) => ({
      actor: await given.holder('announcements.send'),
      call: (api) => api.notifications.announcements.list({}),
    }),
  },
  'notifications.announcements.preview': {
    who: 'announcements.send',
    // Session, how many people.
    statements: 2,
    audit: [],
    example: async (given) => ({
      actor: await given.holder('announcements.send'),
      call: (api) => api.notifications.announcements.preview({ ...words, audience: { locale: 'fr' } }),
    }),
  },
  'notifications.announcements.send': {
    who: 'announcements.send',
    confirmed: true,
    // Session, proof, announcement, event with its job, trail.
    statements: 5,
    audit: ['announcement.sent'],
    example: async (given) => ({
      actor: await given.holder('announcements.send'),
      call: (api) => api.notifications.announcements.send({ id: uuid(), ...words, audience: {} }),
    }),
  },
  'notifications.announcements.cancel': {
    who: 'announcements.send',
    // Session, event locked, cancelled, trail.
    statements: 4,
    audit: ['announcement.cancelled'],
    example: async (given) => {
      const actor = await given.holder('announcements.send');
      const id = await given.announcement({ by: actor });
      return { actor, call: (api) => api.notifications.announcements.cancel({ id }) };
    },
  },
  'notifications.send': {
    who: 'service',
    // The token, a limit counted, event with its job.
    statements: 3,
    audit: [],
    example: async (given) => {
      const { headers } = await given.service();
      const reader = await given.user();
      const call: Example['call'] = (api) =>
        api.notifications.send({
          type: 'product.service',
          to: { kind: 'people', ids: [reader.id] },
          data: { title: 'Your parcel', text: 'It is here.' },
          idempotencyKey: uuid(),
        });
      return { actor: null, headers, call };
    },
  },
};
