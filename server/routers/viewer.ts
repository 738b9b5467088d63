import type { Session } from '@/server/auth/sessions';
import { DomainError } from '@/server/errors';
import { listModeratedGroups } from '@/server/roles/reach';
import { publicProcedure, router, userProcedure } from '@/server/trpc';

/** Who looks at a page: what its frame (menu, navigation) needs, from the session alone, without a statement more. */
export const viewer = router({
  /** Null for a visitor. */
  current: publicProcedure.query(async ({ ctx }) => {
    const session = await ctx.session();
    return session ? frameOf(session) : null;
  }),
  me: userProcedure.query(({ ctx }) => frameOf(ctx.actor)),
  /** As `me`, for the pages of the administration: whoever may not see them gets a refusal. */
  staff: userProcedure.query(async ({ ctx }) => {
    const { userId, permissions } = ctx.actor;
    const isStaff = permissions.includes('dashboard.view');
    const moderates = isStaff ? [] : await listModeratedGroups(ctx.db, { userId, now: new Date() });
    if (!isStaff && moderates.length === 0) throw new DomainError('NOT_ALLOWED');
    return { ...frameOf(ctx.actor), moderatesOnly: !isStaff };
  }),
});

function frameOf({ userId, handle, displayName, email, photoId, permissions }: Session) {
  return { userId, handle, displayName, email, photoId, permissions };
}
