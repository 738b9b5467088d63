import { failedPath } from './provider-paths';

/** A request to /api/auth/. */
export interface Asked {
  method: string;
  /** Behind /api/auth/. */
  path: string;
  query: URLSearchParams;
}

/**
 * Whether a request is among what the app uses of next-auth. Its own pages, its log and the rest of its surface do
 * not exist. Only the way back from a provider has a query: elsewhere next-auth would take from it where to go
 * afterwards, and put all of it into the address of the provider.
 * @param providers the ids of those that are set up
 */
export function isUsed({ method, path, query }: Asked, { providers }: { providers: string[] }): boolean {
  if (method === 'GET' && providers.some((id) => path === `callback/${id}`)) return !query.has('callbackUrl');
  const plain = ['GET csrf', 'POST callback/ticket', ...providers.map((id) => `POST signin/${id}`)];
  return query.size === 0 && plain.includes(`${method} ${path}`);
}

/**
 * An answer of next-auth as it may leave: what it would send to a page of its own goes to one of ours, with a code
 * of ours, whether the address stands in a header or, for a script, in JSON.
 */
export async function toOurPages(
  answer: Response,
  { asked, origin, signedIn }: { asked: Asked; origin: string; signedIn: boolean },
): Promise<Response> {
  const cancelled = asked.query.get('error') === 'access_denied';
  const failed = origin + failedPath(cancelled ? 'ProviderCancelled' : 'ProviderFailed', { signedIn });
  const ours = (address: string) => (isPageOfNextAuth(address, { origin }) ? failed : address);
  const location = answer.headers.get('location');
  if (location !== null) {
    answer.headers.set('location', ours(location));
    return answer;
  }
  const body = await answer.text();
  const url = urlIn(body);
  const { status, headers } = answer;
  return new Response(url === undefined ? body : JSON.stringify({ url: ours(url) }), { status, headers });
}

function isPageOfNextAuth(address: string, { origin }: { origin: string }) {
  const { origin: target, pathname } = new URL(address, origin);
  return target === origin && pathname.startsWith('/api/auth/');
}

function urlIn(body: string) {
  try {
    const { url } = Object(JSON.parse(body));
    return typeof url === 'string' ? url : undefined;
  } catch {
    return undefined;
  }
}
