import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProviderSettings, SignInSettings } from './context';
import type { Environment } from './env';

/** The environment with what was left out filled in. */
export type Settings = Environment & { AUTH_SECRET: string };

/**
 * Gives demo mode a secret of its own: made once, kept under DATA_DIR for the owner's eyes only. A real
 * installation has set its own, or it would not have started.
 */
export function completeSettings(environment: Environment): Settings {
  return {
    ...environment,
    AUTH_SECRET: environment.AUTH_SECRET ?? keptSecret(join(environment.DATA_DIR, 'auth-secret')),
  };
}

/** What the operator decided about signing in, of all that was set. */
export function signInSettings(settings: Environment): SignInSettings {
  return {
    previousSecrets: settings.AUTH_SECRET_PREVIOUS,
    passwordMinAlone: settings.PASSWORD_MIN_ALONE,
    breachServiceUrl: settings.BREACH_SERVICE_URL,
    providers: {
      github: provider(settings.GITHUB_ID, settings.GITHUB_SECRET, settings.GITHUB_URL),
      google: provider(settings.GOOGLE_ID, settings.GOOGLE_SECRET, settings.GOOGLE_ISSUER),
    },
  };
}

function provider(
  clientId: string | undefined,
  clientSecret: string | undefined,
  address: string,
): ProviderSettings | undefined {
  return clientId && clientSecret ? { clientId, clientSecret, url: address.replace(/\/$/, '') } : undefined;
}

function keptSecret(file: string): string {
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, randomBytes(48).toString('base64url'), { mode: 0o600 });
  try {
    // A link does not overwrite: of two processes that start at once, both end up with the first one's secret.
    linkSync(fresh, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    rmSync(fresh);
  }
  return readFileSync(file, 'utf8');
}
