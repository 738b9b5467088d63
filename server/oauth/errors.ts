import OAuth2Server from '@node-oauth/oauth2-server';

const STATUS = {
  // RFC 6749 section 5.2
  invalid_request: 400,
  invalid_client: 401,
  invalid_grant: 400,
  unauthorized_client: 400,
  unsupported_grant_type: 400,
  invalid_scope: 400,
  // RFC 8628 section 3.5
  authorization_pending: 400,
  slow_down: 400,
  access_denied: 400,
  expired_token: 400,
} as const;

/** What an app is told: one of the standards' names, and a sentence for its developer. */
export function protocolError(name: keyof typeof STATUS, description: string) {
  return new OAuth2Server.OAuthError(description, { name, code: STATUS[name] });
}

/** Whether this is an answer for the app, not a fault of ours. */
export function isProtocolError(error: unknown): error is OAuth2Server.OAuthError {
  return error instanceof OAuth2Server.OAuthError && error.code < 500;
}
