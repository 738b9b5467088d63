import type { Services } from '@/server/context';
import type { Form } from './client-authentication';
import { protocolError } from './errors';
import type { OAuthClient } from './queries';

/** What the endpoints for apps need of the process. */
export type AppServices = Pick<Services, 'db' | 'log' | 'appUrl' | 'secret' | 'signIn'>;

/** A request of an app that has proven who it is. */
export interface AppRequest {
  client: OAuthClient;
  form: Form;
  requestId: string;
  ip: string;
  userAgent: string | undefined;
  now: Date;
}

/** The installation's secret, and earlier ones. */
export function secretsOf({ secret, signIn }: Pick<AppServices, 'secret' | 'signIn'>): [string, ...string[]] {
  return [secret, ...signIn.previousSecrets];
}

/** @throws invalid_request */
export function requiredField(form: Form, name: string) {
  const value = form.get(name);
  if (value === undefined) throw protocolError('invalid_request', `Missing parameter: ${name}`);
  return value;
}
