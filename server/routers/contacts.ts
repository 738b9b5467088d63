import {
  acceptContact,
  askContact,
  declineContact,
  removeContact,
  withdrawContact,
} from '@/server/contacts/commands';
import { MoreContactsInput } from '@/server/contacts/inputs';
import { listContacts, moreContacts } from '@/server/contacts/queries';
import { PersonInput } from '@/server/privacy/inputs';
import { router, userProcedure } from '@/server/trpc';

const between = userProcedure.input(PersonInput).use(({ ctx, input, next }) =>
  next({
    ctx: {
      ...ctx,
      between: { userId: ctx.actor.userId, otherId: input.userId, cause: ctx.cause, now: new Date() },
    },
  }),
);

/** Who is a contact of mine, and who wants to be. */
export const contacts = router({
  list: userProcedure.query(({ ctx }) => listContacts(ctx.db, { userId: ctx.actor.userId, now: new Date() })),
  more: userProcedure
    .input(MoreContactsInput)
    .query(({ ctx, input }) => moreContacts(ctx.db, { ...input, userId: ctx.actor.userId, now: new Date() })),
  ask: between.mutation(({ ctx }) => askContact(ctx.db, ctx.between)),
  accept: between.mutation(({ ctx }) => acceptContact(ctx.db, ctx.between)),
  decline: between.mutation(({ ctx }) => declineContact(ctx.db, ctx.between)),
  withdraw: between.mutation(({ ctx }) => withdrawContact(ctx.db, ctx.between)),
  remove: between.mutation(({ ctx }) => removeContact(ctx.db, ctx.between)),
});
