import { SCOPE_NAMES } from './catalog';
import { GRANT_TYPES } from './token-endpoint';

const SECRET_WAYS = ['client_secret_basic', 'client_secret_post'];

/** What an app's library reads before anything else (RFC 8414). */
export function authorizationServerMetadata({ appUrl }: { appUrl: string }) {
  return {
    issuer: appUrl,
    authorization_endpoint: `${appUrl}/oauth/authorize`,
    token_endpoint: `${appUrl}/api/oauth/token`,
    device_authorization_endpoint: `${appUrl}/api/oauth/device_authorization`,
    revocation_endpoint: `${appUrl}/api/oauth/revoke`,
    introspection_endpoint: `${appUrl}/api/oauth/introspect`,
    jwks_uri: `${appUrl}/.well-known/jwks.json`,
    scopes_supported: SCOPE_NAMES,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: GRANT_TYPES,
    token_endpoint_auth_methods_supported: [...SECRET_WAYS, 'none'],
    revocation_endpoint_auth_methods_supported: [...SECRET_WAYS, 'none'],
    introspection_endpoint_auth_methods_supported: SECRET_WAYS,
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
  };
}
