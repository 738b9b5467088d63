import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import webPush from 'web-push';
import { z } from 'zod';
import type { Settings } from '@/server/settings';

/** By which push services know who sends (VAPID, RFC 8292), and which of them may be called. */
export interface PushSettings {
  /** Base64 of the URL; browsers subscribe with it. */
  publicKey: string;
  privateKey: string;
  /** Where the operator can be reached: the address of the app. */
  subject: string;
  /** Hosts beside the known ones. */
  services: string[];
  demo: boolean;
}

const Kept = z.object({ publicKey: z.string(), privateKey: z.string() });

/**
 * The keys of the environment; in demo mode a pair of its own, made once and kept under DATA_DIR. Undefined in an installation
 * that has set none: nobody is offered pushes there.
 */
export function pushSettings(settings: Settings): PushSettings | undefined {
  const {
    VAPID_PUBLIC_KEY: publicKey,
    VAPID_PRIVATE_KEY: privateKey,
    demo,
    PUSH_SERVICES: services,
  } = settings;
  // RFC 8292 section 2.1 wants a mailto: or https: address; a demo has neither.
  const subject = settings.APP_URL.startsWith('https:') ? settings.APP_URL : 'mailto:foyer@localhost.invalid';
  if (publicKey && privateKey) return { publicKey, privateKey, subject, services, demo };
  if (!demo) return undefined;
  return { ...keptKeys(join(settings.DATA_DIR, 'vapid-keys.json')), subject, services, demo };
}

/** A new pair, for the environment. */
export function makeVapidKeys(): { publicKey: string; privateKey: string } {
  return webPush.generateVAPIDKeys();
}

function keptKeys(file: string) {
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, JSON.stringify(makeVapidKeys()), { mode: 0o600 });
  try {
    // A link does not overwrite: of two processes that start at once, both end up with the first one's keys.
    linkSync(fresh, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    rmSync(fresh);
  }
  return Kept.parse(JSON.parse(readFileSync(file, 'utf8')));
}
