import { headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { cache } from 'react';
import { pageAddress } from './http/rules';
import { getRuntime } from './runtime';

/** The context of the request that a page is rendered for; pages and procedures share one. */
export const requestContext = cache(async () => {
  const requestId = (await headers()).get('x-request-id');
  const context = requestId ? getRuntime().contextOf(requestId) : undefined;
  if (!context) throw new Error('a page was rendered without a request of ours');
  return context;
});

/** Calls procedures from a page: the same rules and reads as over HTTP, without the detour. */
export const caller = cache(async () => getRuntime().createCaller(await requestContext()));

/** The mails of a demo; undefined in a real installation, whose mail really goes out. */
export function outboxOfDemo() {
  return getRuntime().outbox;
}

/** Who is looking, with how much waits for them in the inbox; or null. */
export const viewer = cache(async () => {
  const api = await caller();
  const me = await api.viewer.current();
  if (!me) return null;
  // The frame of a page stands without the number.
  const unread = await api.messages.unread().catch(() => undefined);
  return { ...me, unread: unread && Object.values(unread).reduce((sum, count) => sum + count) };
});

/** The reason of a refusal, for a page that has a word of its own for it. By shape: the pages have a copy of our errors of their own. */
export function reasonIn(error: unknown) {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'reason' in cause ? cause.reason : undefined;
}

/**
 * What a page reads for a person who must be signed in. A guard in a layout would not be enough, since layout and
 * page render side by side; so each read turns "not signed in" into the sign-in page and "not there" into 404.
 * @param path where to come back to after signing in; of the page itself, with the query that it was asked for with
 */
export async function forPage<T>(
  path: string,
  read: (api: Awaited<ReturnType<typeof caller>>) => Promise<T>,
): Promise<T> {
  const api = await caller();
  try {
    return await read(api);
  } catch (error) {
    // Not instanceof: the pages have a copy of tRPC of their own.
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no code';
    if (code === 'UNAUTHORIZED') {
      const { hasSessionCookie, address } = await requestContext();
      const ended = hasSessionCookie ? '&ended=1' : '';
      redirect(`/sign-in?next=${encodeURIComponent(pageAddress(address, { path }))}${ended}`);
    }
    if (reasonIn(error) === 'ACCOUNT_INACTIVE') redirect('/account');
    // What one may not see does not exist, and neither does what an address cannot name.
    if (code === 'NOT_FOUND' || code === 'FORBIDDEN' || code === 'BAD_REQUEST') notFound();
    // Next prints what a page throws, causes and all; the log has had it already, without what is nobody's business.
    throw new Error(`${path} could not be read: ${code}`);
  }
}
