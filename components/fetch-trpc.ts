import { RefusalError } from './refusal';

/**
 * The client of the procedures, fetched when it is first needed: nobody waits for it who only looks.
 * @throws RefusalError OFFLINE: it could not be fetched
 */
export async function fetchTrpc() {
  const { trpc } = await import('./trpc').catch(() => {
    throw new RefusalError({ reason: 'OFFLINE' });
  });
  return trpc;
}
