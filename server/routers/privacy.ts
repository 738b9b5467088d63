import { blockPerson, unblockPerson } from '@/server/contacts/commands';
import { listBlocks } from '@/server/contacts/queries';
import { sendMessage } from '@/server/messages/commands';
import { SendMessageInput } from '@/server/messages/inputs';
import { updatePrivacy } from '@/server/privacy/commands';
import { PersonInput, PreviewInput, UpdatePrivacyInput } from '@/server/privacy/inputs';
import { previewPerson } from '@/server/privacy/preview';
import { getPrivacy } from '@/server/privacy/queries';
import { router, userProcedure } from '@/server/trpc';

/** Who sees what of me, and who reaches me. */
export const privacy = router({
  get: userProcedure.query(({ ctx }) => getPrivacy(ctx.db, { userId: ctx.actor.userId })),

  update: userProcedure
    .input(UpdatePrivacyInput)
    .mutation(({ ctx, input }) =>
      updatePrivacy(ctx.db, { userId: ctx.actor.userId, changes: input, cause: ctx.cause, now: new Date() }),
    ),

  preview: userProcedure
    .input(PreviewInput)
    .query(({ ctx, input }) =>
      previewPerson(ctx.db, { ...input, userId: ctx.actor.userId, now: new Date() }),
    ),

  blocks: router({
    list: userProcedure.query(({ ctx }) => listBlocks(ctx.db, { userId: ctx.actor.userId, now: new Date() })),
    add: userProcedure.input(PersonInput).mutation(({ ctx, input }) =>
      blockPerson(ctx.db, {
        userId: ctx.actor.userId,
        otherId: input.userId,
        cause: ctx.cause,
        now: new Date(),
      }),
    ),
    remove: userProcedure.input(PersonInput).mutation(({ ctx, input }) =>
      unblockPerson(ctx.db, {
        userId: ctx.actor.userId,
        otherId: input.userId,
        cause: ctx.cause,
        now: new Date(),
      }),
    ),
  }),

  contact: router({
    send: userProcedure
      .input(SendMessageInput)
      .mutation(({ ctx, input }) =>
        sendMessage(ctx.db, { ...input, userId: ctx.actor.userId, cause: ctx.cause, now: new Date() }),
      ),
  }),
});
