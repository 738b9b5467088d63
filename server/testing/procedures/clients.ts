import { v7 as uuid } from 'uuid';
import type { Procedure } from './procedure';

const NEW_CLIENT = {
  name: 'Weather',
  description: '',
  website: '',
  type: 'confidential' as const,
  redirectUris: ['https://weather.example.test/back'],
  scopes: ['profile.read'],
  deviceFlow: false,
};

/** Apps that staff register. */
export const CLIENTS: Record<string, Procedure> = {
  'apps.clients.list': {
    who: 'clients.manage',
    statements: 2,
    audit: [],
    example: async (given) => ({
      actor: await given.holder('clients.manage'),
      call: (api) => api.apps.clients.list({}),
    }),
  },
  'apps.clients.create': {
    who: 'clients.manage',
    confirmed: true,
    // The session, whether its proof is enough, whether there is or was such an app, the owner, the app, the trail.
    statements: 7,
    audit: ['client.created'],
    example: async (given) => {
      const actor = await given.holder('clients.manage');
      return {
        actor,
        call: (api) => api.apps.clients.create({ ...NEW_CLIENT, clientId: uuid(), owner: actor.email }),
      };
    },
  },
  'apps.clients.update': {
    who: 'clients.manage',
    confirmed: true,
    // Session, proof, the app, its owner, the change, codes on their way, the trail.
    statements: 7,
    audit: ['client.updated'],
    example: async (given) => {
      const actor = await given.holder('clients.manage');
      const { id: clientId } = await given.client();
      const { redirectUris } = NEW_CLIENT;
      const changes = { clientId, redirectUris, owner: actor.handle, enabled: false };
      return { actor, call: (api) => api.apps.clients.update(changes) };
    },
  },
  'apps.clients.rotateSecret': {
    who: 'clients.manage',
    confirmed: true,
    statements: 5,
    audit: ['client.secretRotated'],
    example: async (given) => {
      const { id: clientId } = await given.client({ type: 'confidential' });
      return {
        actor: await given.holder('clients.manage'),
        call: (api) => api.apps.clients.rotateSecret({ clientId }),
      };
    },
  },
  'apps.clients.remove': {
    who: 'clients.manage',
    confirmed: true,
    // Session, proof; the app, sessions, codes, devices, consents, the app again; the trail.
    statements: 9,
    audit: ['client.removed'],
    example: async (given) => {
      const { client } = await given.appSession(await given.user());
      return {
        actor: await given.holder('clients.manage'),
        call: (api) => api.apps.clients.remove({ clientId: client.id }),
      };
    },
  },
};
