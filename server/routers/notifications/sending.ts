import { sendForService } from '@/server/notifications/sending';
import { SendInput } from '@/server/notifications/sending-inputs';
import { serviceProcedure } from '@/server/trpc';

/** What stands right below `notifications`: what other services send. */
export const sending = {
  send: serviceProcedure
    .input(SendInput)
    .mutation(({ ctx, input }) =>
      sendForService(ctx.db, { sender: ctx.sender, wish: input, now: new Date() }),
    ),
};
