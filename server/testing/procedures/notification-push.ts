import { demoPushSettings } from '@/server/testing/push-factories';
import type { Procedure } from './procedure';

/** Nothing listens there. */
const NOWHERE = 'http://127.0.0.1:9/push';
const push = demoPushSettings();
const keys = {
  p256dh: 'BLxaCbQ_YYkT0BD-6iuRI1bihR0ydzzouPqj2W-0bXpcfo5IwJZbUNsM84ytRIP9qADoDkOS5kwEoyipjHq044I',
  auth: 'WWDBlL_Fj5KmEpiTbNJHjQ',
};
const subscription = { endpoint: NOWHERE, keys };

/** The browsers that take pushes. */
export const NOTIFICATION_PUSH: Record<string, Procedure> = {
  'notifications.push.publicKey': {
    who: 'signed in',
    statements: 1,
    audit: [],
    example: async (given) => ({
      actor: await given.user(),
      services: { push },
      call: (api) => api.notifications.push.publicKey(),
    }),
  },
  'notifications.push.list': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => {
      const actor = await given.user();
      await given.pushBrowser(actor);
      return { actor, call: (api) => api.notifications.push.list() };
    },
  },
  'notifications.push.subscribe': {
    who: 'signed in',
    // Session, limit, person locked, how many there are, subscription, trail.
    statements: 6,
    audit: ['push.subscribed'],
    example: async (given) => ({
      actor: await given.user(),
      services: { push },
      call: (api) => api.notifications.push.subscribe(subscription),
    }),
  },
  'notifications.push.unsubscribe': {
    who: 'signed in',
    // Session, subscription, trail.
    statements: 3,
    audit: ['push.unsubscribed'],
    example: async (given) => {
      const actor = await given.user();
      const { id } = await given.pushBrowser(actor);
      return { actor, call: (api) => api.notifications.push.unsubscribe({ id }) };
    },
  },
  'notifications.push.rename': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => {
      const actor = await given.user();
      const { id } = await given.pushBrowser(actor);
      return { actor, call: (api) => api.notifications.push.rename({ id, name: 'At work' }) };
    },
  },
  'notifications.push.test': {
    who: 'signed in',
    // Session, limit, subscription, what came of it.
    statements: 4,
    audit: [],
    example: async (given) => {
      const actor = await given.user();
      const { id } = await given.pushBrowser(actor);
      return {
        actor,
        services: { push },
        call: (api) => api.notifications.push.test({ id }),
      };
    },
  },
};
