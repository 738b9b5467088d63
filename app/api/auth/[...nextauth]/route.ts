import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { isUsed, toOurPages } from '@/server/auth/next-auth-surface';
import { requestContext } from '@/server/caller';
import { getRuntime } from '@/server/runtime';

type Route = { params: Promise<{ nextauth: string[] }> };

async function handle(request: NextRequest, route: Route): Promise<Response> {
  const context = await requestContext();
  const options = getRuntime().authOptions(context);
  const path = (await route.params).nextauth.join('/');
  const asked = { method: request.method, path, query: request.nextUrl.searchParams };
  const providers = options.providers.filter(({ type }) => type === 'oauth').map(({ id }) => id);
  if (!isUsed(asked, { providers })) return new Response(null, { status: 404 });
  const answer: Response = await NextAuth(request as never, route as never, options);
  // A ticket is redeemed by a script of ours, which reads next-auth's own answer.
  if (path === 'callback/ticket' || path === 'csrf') return answer;
  return toOurPages(answer, { asked, origin: context.appUrl, signedIn: Boolean(await context.session()) });
}

export { handle as GET, handle as POST };
