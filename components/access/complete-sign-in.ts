import { z } from 'zod';
import { RefusalError } from '@/components/refusal';

const Csrf = z.object({ csrfToken: z.string() });

/**
 * Turns a ticket into the session cookie: next-auth's callback wants its CSRF token beside it. The page is then
 * loaded anew, so that nothing of the time before is left in it.
 * @throws RefusalError: the ticket was used, too old or of another browser; or the server could not answer
 */
export async function completeSignIn({ ticket, next }: { ticket: string; next: string }) {
  const csrf = await ask('/api/auth/csrf', { headers: { accept: 'application/json' } });
  if (!csrf.ok) throw new RefusalError({ reason: 'UNAVAILABLE' });
  const { csrfToken } = Csrf.parse(await csrf.json());
  const answer = await ask('/api/auth/callback/ticket', {
    method: 'POST',
    body: new URLSearchParams({ ticket, csrfToken, callbackUrl: '/', json: 'true' }),
  });
  if (answer.status === 401) throw new RefusalError({ reason: 'ATTEMPT_EXPIRED' });
  if (!answer.ok) throw new RefusalError({ reason: answer.status === 503 ? 'UNAVAILABLE' : 'INTERNAL' });
  location.assign(next);
}

async function ask(address: string, request: RequestInit) {
  try {
    return await fetch(address, request);
  } catch {
    throw new RefusalError({ reason: 'OFFLINE' });
  }
}
