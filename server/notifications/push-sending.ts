import webPush from 'web-push';
import { isPushService } from './push-services';
import type { PushSettings } from './push-settings';

/** Milliseconds for a push service to answer. */
const PATIENCE = 10_000;
/** Seconds for which a service keeps a push for a browser that is away. */
const KEPT_SECONDS = 3 * 86_400;

/** What the service worker shows (public/sw.js). */
export interface PushContent {
  title: string;
  body: string;
  /** A path of ours. */
  path: string;
  /** Of two with the same tag the second takes the place of the first. */
  tag: string;
  locale: string;
}

/**
 * What became of a push to one browser.
 * - `sent`: its service has taken it.
 * - `gone`: the browser takes none any more (404, 410: RFC 8030 section 7.3).
 * - `later`: the service does not take it now, or cannot be reached.
 * - `refused`: it never will; its keys are none, ours are not those with which it subscribed, or it is too large.
 */
export type PushResult = { outcome: 'sent' | 'gone' | 'refused' } | { outcome: 'later'; after: number };

/** Hands one push over to the service of a browser, encrypted for that browser alone (RFC 8291). Never throws. */
export async function sendPush(
  { publicKey, privateKey, subject, services, demo }: PushSettings,
  { endpoint, p256dh, auth }: { endpoint: string; p256dh: string; auth: string },
  content: PushContent,
): Promise<PushResult> {
  if (!isPushService(endpoint, { services, demo })) return { outcome: 'refused' };
  const request = encrypt();
  if (!request) return { outcome: 'refused' };
  const { method, headers, body } = request;
  try {
    const answer = await fetch(endpoint, {
      method,
      headers: Object.entries(headers ?? {}).map(([name, value]): [string, string] => [name, String(value)]),
      body: body ? new Uint8Array(body) : null,
      // Elsewhere than at the services that may be called it never goes.
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
    });
    await answer.body?.cancel();
    return resultOf(answer);
  } catch {
    return { outcome: 'later', after: 60 };
  }

  /** Undefined for keys that are none: that does not get better by trying again. */
  function encrypt() {
    try {
      return webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, JSON.stringify(content), {
        vapidDetails: { subject, publicKey, privateKey },
        TTL: KEPT_SECONDS,
        contentEncoding: 'aes128gcm',
      });
    } catch {
      return undefined;
    }
  }
}

function resultOf({ status, headers }: Response): PushResult {
  if (status >= 200 && status < 300) return { outcome: 'sent' };
  if (status === 404 || status === 410) return { outcome: 'gone' };
  if (status === 429 || status >= 500) {
    const seconds = Number(headers.get('retry-after'));
    return {
      outcome: 'later',
      after: Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 3600) : 60,
    };
  }
  return { outcome: 'refused' };
}
