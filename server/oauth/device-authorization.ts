import { countUse } from '@/server/auth/throttle';
import { addressKey } from '@/server/http/client-address';
import type { AppRequest, AppServices } from './app-request';
import { DEVICE_CODE_SECONDS, DEVICE_INTERVAL_SECONDS, isPersonScope } from './catalog';
import { requestDeviceCode } from './device-codes';
import { protocolError } from './errors';
import { holdClient, scopeWords } from './standing';

/**
 * Lets a device wait for its person (RFC 8628 section 3.2). Without a `scope` it asks for all that it may ask for.
 * @returns the fields of the answer
 * @throws unauthorized_client for an app that is not registered for this, invalid_scope, invalid_client, RATE_LIMITED
 */
export async function answerDeviceAuthorization(services: AppServices, request: AppRequest) {
  const { db, appUrl } = services;
  const { client, form, ip, userAgent, now } = request;
  if (!client.deviceFlow) throw protocolError('unauthorized_client', 'The client has no device flow');
  const asked = scopeWords(form.get('scope')) ?? client.scopes.filter(isPersonScope);
  const scopes = asked.filter(isPersonScope).filter((scope) => client.scopes.includes(scope));
  if (scopes.length < asked.length || scopes.length === 0)
    throw protocolError('invalid_scope', 'The client may not ask for this scope');
  await countUse(db, { limit: 'device.address', key: addressKey(ip) });
  const codes = await db.transaction(async (tx) => {
    await holdClient(tx, { clientId: client.id });
    return requestDeviceCode(tx, { clientId: client.id, scopes, ip, userAgent, now });
  });
  return {
    device_code: codes.deviceCode,
    user_code: codes.userCode,
    verification_uri: `${appUrl}/device`,
    verification_uri_complete: `${appUrl}/device?user_code=${codes.userCode}`,
    expires_in: DEVICE_CODE_SECONDS,
    interval: DEVICE_INTERVAL_SECONDS,
  };
}
