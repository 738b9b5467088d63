import type { SignInSettings } from '@/server/context';
import type { Procedure } from './procedure';

const github = { clientId: 'foyer', clientSecret: 'known to both', url: 'https://github.com' };
const signIn: SignInSettings = {
  previousSecrets: [],
  passwordMinAlone: 12,
  breachServiceUrl: undefined,
  providers: { github, google: undefined },
};

/** Accounts elsewhere. */
export const CONNECTIONS: Record<string, Procedure> = {
  'auth.connections.list': {
    who: 'signed in',
    statements: 2,
    audit: [],
    example: async (given) => ({ actor: await given.user(), call: (api) => api.auth.connections.list() }),
  },
  'auth.connections.begin': {
    who: 'confirmed',
    // The session, whether its person has a second factor, the limit, the intent.
    statements: 4,
    audit: [],
    example: async (given) => ({
      actor: await given.user(),
      services: { signIn },
      call: (api) => api.auth.connections.begin({ provider: 'github' }),
    }),
  },
  'auth.connections.remove': {
    who: 'confirmed',
    // The session and its proof, the limit; the lock and the session, whose it is, what is left, the row, sign-ins and trust, both logs, the mail.
    statements: 13,
    audit: ['connection.removed'],
    example: async (given) => {
      const actor = await given.user();
      const { provider, accountId } = await given.connection(actor);
      return { actor, call: (api) => api.auth.connections.remove({ provider, accountId }) };
    },
  },
};
