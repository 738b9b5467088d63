import { createHash } from 'node:crypto';
import type { Log } from '@/server/log';

/** Milliseconds that a person waits for the service at most. */
const PATIENCE = 1000;

/**
 * Whether a service that speaks the range API of Have I Been Pwned knows a password from a leak. It is told the first
 * five characters of a SHA-1, which hundreds of passwords share, and pads its answer, so that its length tells nothing
 * either. A service that is away, slow or confused knows nothing: that is logged, and keeps nobody out.
 * @param ask.serviceUrl without `/range/`, as in `https://api.pwnedpasswords.com`
 */
export async function isBreached(ask: {
  password: string;
  serviceUrl: string;
  log: Pick<Log, 'warn'>;
}): Promise<boolean> {
  const { password, serviceUrl, log } = ask;
  const sha1 = createHash('sha1').update(password).digest('hex').toUpperCase();
  const [prefix, suffix] = [sha1.slice(0, 5), sha1.slice(5)];
  try {
    const answer = await fetch(`${serviceUrl.replace(/\/+$/, '')}/range/${prefix}`, {
      headers: { 'Add-Padding': 'true', 'User-Agent': 'Foyer' },
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (!answer.ok) throw new Error(`the service answers ${answer.status}`);
    return counts(await answer.text(), suffix);
  } catch (error) {
    log.warn({ error }, 'breached passwords not asked');
    return false;
  }
}

/** Lines of `suffix:count`; those with a count of 0 are padding. */
function counts(answer: string, suffix: string) {
  return answer.split('\n').some((line) => {
    const [known, count] = line.trim().split(':');
    return known?.toUpperCase() === suffix && Number(count) > 0;
  });
}
