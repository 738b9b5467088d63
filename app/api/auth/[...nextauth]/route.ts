import NextAuth from 'next-auth';
import { requestContext } from '@/server/caller';
import { getRuntime } from '@/server/runtime';

/** What the app uses of next-auth. Its own pages, its log and the rest of its surface do not exist. */
const USED = new Set(['GET csrf', 'POST callback/ticket']);

type Route = { params: Promise<{ nextauth: string[] }> };

async function handle(request: Request, route: Route): Promise<Response> {
  const { nextauth } = await route.params;
  if (!USED.has(`${request.method} ${nextauth.join('/')}`)) return new Response(null, { status: 404 });
  return NextAuth(request as never, route as never, getRuntime().authOptions(await requestContext()));
}

export { handle as GET, handle as POST };
