import { z } from 'zod';
import { RefusalError } from '@/components/refusal';
import type { Provider } from '@/server/auth/connections';

const Csrf = z.object({ csrfToken: z.string() });
const Answer = z.object({ url: z.url({ protocol: /^https?$/ }) });

/**
 * Where next-auth sends somebody who goes to a provider; it wants its CSRF token for that.
 * @param next where they go on to once they are back, a path of ours
 * @throws RefusalError when it cannot say
 */
export async function providerAddress(provider: Provider, next: string): Promise<string> {
  const { csrfToken } = Csrf.parse(await ask('/api/auth/csrf', {}));
  const form = { csrfToken, callbackUrl: next, json: 'true' };
  const { url } = Answer.parse(
    await ask(`/api/auth/signin/${provider}`, { method: 'POST', body: new URLSearchParams(form) }),
  );
  return url;
}

async function ask(address: string, request: RequestInit): Promise<unknown> {
  const answer = await fetch(address, { ...request, headers: { accept: 'application/json' } }).catch(() => {
    throw new RefusalError({ reason: 'OFFLINE' });
  });
  if (!answer.ok) throw new RefusalError({ reason: answer.status === 503 ? 'UNAVAILABLE' : 'INTERNAL' });
  return answer.json();
}
