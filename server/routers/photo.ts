import { IdInput } from '@/server/auth/inputs';
import { describePhoto, removePhoto, restorePhoto } from '@/server/photos/commands';
import { DescribePhotoInput } from '@/server/photos/inputs';
import { openStore } from '@/server/photos/open-store';
import { listPhotos } from '@/server/photos/queries';
import { router, userProcedure } from '@/server/trpc';

/** One's own photo. It comes in by `/api/uploadthing`. */
export const photo = router({
  history: userProcedure.query(({ ctx }) => listPhotos(ctx.db, { userId: ctx.actor.userId })),

  remove: userProcedure.mutation(({ ctx }) =>
    removePhoto(ctx.db, {
      userId: ctx.actor.userId,
      store: openStore(ctx),
      cause: ctx.cause,
      now: new Date(),
    }),
  ),

  restore: userProcedure.input(IdInput).mutation(({ ctx, input }) =>
    restorePhoto(ctx.db, {
      ...input,
      userId: ctx.actor.userId,
      store: openStore(ctx),
      cause: ctx.cause,
      now: new Date(),
    }),
  ),

  describe: userProcedure
    .input(DescribePhotoInput)
    .mutation(({ ctx, input }) =>
      describePhoto(ctx.db, { ...input, userId: ctx.actor.userId, cause: ctx.cause, now: new Date() }),
    ),
});
