import type { Session } from '@/server/auth/sessions';
import { publicProcedure, router, staffProcedure, userProcedure } from '@/server/trpc';

/** Who looks at a page: what its frame (menu, navigation) needs, from the session alone, without a statement more. */
export const viewer = router({
  /** Null for a visitor. */
  current: publicProcedure.query(async ({ ctx }) => {
    const session = await ctx.session();
    return session ? frameOf(session) : null;
  }),
  me: userProcedure.query(({ ctx }) => frameOf(ctx.actor)),
  /** As `me`, for the pages of the administration: whoever may not see them gets a refusal. */
  staff: staffProcedure('dashboard.view').query(({ ctx }) => frameOf(ctx.actor)),
});

function frameOf({ userId, handle, displayName, email, photoId, permissions }: Session) {
  return { userId, handle, displayName, email, photoId, permissions };
}
