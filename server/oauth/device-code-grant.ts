import OAuth2Server from '@node-oauth/oauth2-server';
import { protocolError } from './errors';

/** RFC 8628 section 3.4. */
export const DEVICE_CODE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

interface DeviceCodeModel extends OAuth2Server.BaseModel {
  takeDeviceCode(deviceCode: string): Promise<{ user: OAuth2Server.User; scope: string[] }>;
}

/** The grant of a device code, as the library takes further ones: a class that it makes for one request. */
export function deviceCodeGrant(model: DeviceCodeModel) {
  return class extends OAuth2Server.AbstractGrantType {
    override async handle(request: OAuth2Server.Request, client: OAuth2Server.Client) {
      const deviceCode: unknown = request.body.device_code;
      if (typeof deviceCode !== 'string')
        throw protocolError('invalid_request', 'Missing parameter: `device_code`');
      const { user, scope } = await model.takeDeviceCode(deviceCode);
      return model.saveToken({ accessToken: '', scope, client, user }, client, user);
    }
  };
}
