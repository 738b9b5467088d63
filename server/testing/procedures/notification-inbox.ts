import type { Caller } from '@/server/router';
import type { Given } from '@/server/testing/factories';
import type { Procedure } from './procedure';

/** What somebody was told of, and the stream that says how much of it is unread. */
export const NOTIFICATION_INBOX: Record<string, Procedure> = {
  'notifications.inbox.list': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => {
      const [actor, other] = [await given.user(), await given.user()];
      await given.told(actor, { actor: other });
      return { actor, call: (api) => api.notifications.inbox.list({ folder: 'unread' }) };
    },
  },
  'notifications.inbox.unread': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => {
      const actor = await given.user();
      await given.told(actor);
      return { actor, call: (api) => api.notifications.inbox.unread() };
    },
  },
  'notifications.inbox.markRead': inInbox((api, ids) => api.notifications.inbox.markRead({ ids })),
  'notifications.inbox.archive': inInbox((api, ids) =>
    api.notifications.inbox.archive({ ids, archived: true }),
  ),
  'notifications.inbox.snooze': inInbox((api, ids) =>
    api.notifications.inbox.snooze({ ids, until: new Date(Date.now() + 3_600_000).toISOString() }),
  ),
  'notifications.stream': {
    who: 'signed in',
    // The session of the request, and how things stand.
    statements: 2,
    audit: [],
    example: async (given) => ({
      actor: await given.user(),
      call: async (api) => first(await api.notifications.stream({})),
    }),
  },
};

/** What somebody does with a notification of theirs: the session and one statement, and no trail. */
function inInbox(act: (api: Caller, ids: string[]) => Promise<unknown>): Procedure {
  return {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given: Given) => {
      const actor = await given.user();
      const id = await given.told(actor);
      return { actor, call: (api) => act(api, [id]) };
    },
  };
}

/** Reads the first message of a stream, and leaves. */
async function first<Message>(stream: AsyncIterable<Message>) {
  for await (const message of stream) return message;
  throw new Error('the stream has ended without a message');
}
