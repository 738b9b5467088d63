import type { Procedure } from './procedure';

export const LIVE: Record<string, Procedure> = {
  'auth.sessions.changes': {
    who: 'signed in',
    // The session of the request, and whether it still stands now that its end would be heard of.
    statements: 2,
    audit: [],
    example: async (given) => ({
      actor: await given.user(),
      call: async (api) => first(await api.auth.sessions.changes()),
    }),
  },
};

/** Reads the first message of a stream, and leaves. */
async function first<Message>(stream: AsyncIterable<Message>) {
  for await (const message of stream) return message;
  throw new Error('the stream has ended without a message');
}
