import type { Session } from '@/server/auth/sessions';
import type { Context } from '@/server/context';
import type { Viewer } from './policy';

export function viewerOf(ctx: Pick<Context, 'byToken'>, session: Session): Viewer;
export function viewerOf(ctx: Pick<Context, 'byToken'>, session: Session | undefined): Viewer | null;
/** Who looks in this request. An app sees what its person sees as anybody, whatever permission they hold. */
export function viewerOf(ctx: Pick<Context, 'byToken'>, session: Session | undefined): Viewer | null {
  if (!session) return null;
  return {
    userId: session.userId,
    asStaff: !ctx.byToken && session.permissions.includes('profiles.viewAll'),
  };
}
