import type { Means } from '@/db/schema/notifications';
import { userProcedure } from '@/server/trpc';

/** For what somebody sets of their notifications; who changes it, by which means and when comes as `ctx.changing`. */
export const settingProcedure = userProcedure.use(({ ctx, next }) => {
  const means: Means = ctx.byToken ? 'app' : 'settings';
  const { userId, permissions } = ctx.actor;
  const changing = {
    userId,
    /** Who is shown the types for staff. */
    isStaff: permissions.includes('dashboard.view'),
    means,
    cause: ctx.cause,
    now: new Date(),
  };
  return next({ ctx: { changing } });
});

/** The same for what can be pressed in the inbox as well. */
export function pressedIn<Changing extends { means: Means }>(
  from: 'inbox' | undefined,
  { changing }: { changing: Changing },
): Changing {
  return from && changing.means === 'settings' ? { ...changing, means: from } : changing;
}
