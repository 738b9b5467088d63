import { z } from 'zod';
import { RefusalError } from '@/components/refusal';

const Csrf = z.object({ csrfToken: z.string() });

/**
 * Turns a ticket into the session cookie: next-auth's callback wants its CSRF token beside it.
 * @throws RefusalError: the ticket was used, too old or of another browser; or the server could not answer
 */
export async function redeemTicket(ticket: string) {
  const answer = await askNextAuth('callback/ticket', { ticket, callbackUrl: '/' });
  if (answer.status === 401) throw new RefusalError({ reason: 'ATTEMPT_EXPIRED' });
  if (!answer.ok) throw new RefusalError({ reason: answer.status === 503 ? 'UNAVAILABLE' : 'INTERNAL' });
}

/** Redeems a ticket and goes on to a page of ours. @throws RefusalError as `redeemTicket` */
export async function completeSignIn({ ticket, next }: { ticket: string; next: string }) {
  await redeemTicket(ticket);
  goOn(next);
}

/**
 * Loads the next page anew, so that nothing of the time before is left in it. The part behind # that brought somebody
 * here, which no server sees, goes with them.
 */
function goOn(next: string) {
  location.assign(next.includes('#') ? next : next + location.hash);
}

/**
 * Posts to next-auth as its own pages would, and has it answer with JSON.
 * @throws RefusalError when there is no answer
 */
export async function askNextAuth(path: string, fields: Record<string, string>): Promise<Response> {
  const csrf = await ask('/api/auth/csrf', { headers: { accept: 'application/json' } });
  if (!csrf.ok) throw new RefusalError({ reason: 'UNAVAILABLE' });
  const { csrfToken } = Csrf.parse(await csrf.json());
  const body = new URLSearchParams({ ...fields, csrfToken, json: 'true' });
  return ask(`/api/auth/${path}`, { method: 'POST', body });
}

async function ask(address: string, request: RequestInit) {
  try {
    return await fetch(address, request);
  } catch {
    throw new RefusalError({ reason: 'OFFLINE' });
  }
}
