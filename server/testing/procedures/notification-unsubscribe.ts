import type { Caller } from '@/server/router';
import type { Procedure } from './procedure';

type Unsubscribe = Caller['notifications']['unsubscribe'];

function byLink(call: (api: Unsubscribe, token: string) => Promise<unknown>): Procedure['example'] {
  return async (given) => {
    const about = await given.user();
    const token = await given.unsubscribeLink(about);
    return { actor: null, about, call: (api) => call(api.notifications.unsubscribe, token) };
  };
}

/** The links of mails. */
export const NOTIFICATION_UNSUBSCRIBE: Record<string, Procedure> = {
  'notifications.unsubscribe.show': {
    who: 'anyone',
    // The link, and what its person wants.
    statements: 2,
    audit: [],
    example: byLink((api, token) => api.show({ token })),
  },
  'notifications.unsubscribe.confirm': {
    who: 'anyone',
    // The same; the lock and the wish.
    statements: 4,
    audit: ['notifications.changed'],
    example: byLink((api, token) => api.confirm({ token })),
  },
  'notifications.unsubscribe.undo': {
    who: 'anyone',
    // Link and lock; what was done, in two, and the wish; what its person wants now.
    statements: 6,
    audit: ['notifications.changed'],
    example: async (given) => {
      const about = await given.user();
      const token = await given.unsubscribed(about);
      return { actor: null, about, call: (api) => api.notifications.unsubscribe.undo({ token }) };
    },
  },
};
