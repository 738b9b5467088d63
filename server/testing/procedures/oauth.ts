import type { Procedure } from './procedure';

const search = (client: { id: string; redirectUri: string }) =>
  new URLSearchParams({
    client_id: client.id,
    redirect_uri: client.redirectUri,
    response_type: 'code',
    scope: 'profile.read',
    code_challenge: 'a'.repeat(43),
    code_challenge_method: 'S256',
  }).toString();

/** How apps are let in. */
export const OAUTH: Record<string, Procedure> = {
  'apps.authorize.view': {
    who: 'anyone',
    // The app, the session, what is allowed.
    statements: 3,
    audit: [],
    example: async (given) => {
      const input = { search: search(await given.client()) };
      return { actor: await given.user(), call: (api) => api.apps.authorize.view(input) };
    },
  },
  'apps.authorize.allow': {
    who: 'signed in',
    // Session; lock and session again, the app, what is allowed, the consent, log and trail, mail, the code.
    statements: 10,
    audit: ['app.allowed'],
    example: async (given) => {
      const actor = await given.user();
      const yes = { scopes: ['profile.read' as const], shownTo: actor.id };
      const input = { search: search(await given.client()), ...yes };
      return { actor, call: (api) => api.apps.authorize.allow(input) };
    },
  },
  'apps.device.find': {
    who: 'signed in',
    // Session, two limits counted, the device, what is allowed, both taken back.
    statements: 7,
    audit: [],
    example: async (given) => {
      const { userCode } = await given.device({ client: await given.client({ deviceFlow: true }) });
      return { actor: await given.user(), call: (api) => api.apps.device.find({ userCode }) };
    },
  },
  'apps.device.allow': {
    who: 'signed in',
    // Session, two limits counted, lock and session again, the device, what is allowed, the consent, log, trail and
    // mail, the decision, both limits taken back.
    statements: 14,
    audit: ['app.allowed'],
    example: async (given) => {
      const { userCode } = await given.device({ client: await given.client({ deviceFlow: true }) });
      const actor = await given.user();
      const input = { userCode, scopes: ['profile.read' as const], shownTo: actor.id };
      return { actor, call: (api) => api.apps.device.allow(input) };
    },
  },
  'apps.device.deny': {
    who: 'signed in',
    // Session, two limits counted, the decision, both taken back.
    statements: 6,
    audit: [],
    example: async (given) => {
      const { userCode } = await given.device({ client: await given.client({ deviceFlow: true }) });
      return { actor: await given.user(), call: (api) => api.apps.device.deny({ userCode }) };
    },
  },
};
