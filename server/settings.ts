import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
