import { CreateClientInput, ListClientsInput, UpdateClientInput } from '@/server/oauth/client-inputs';
import { listClients } from '@/server/oauth/client-queries';
import { createClient, removeClient, rotateClientSecret, updateClient } from '@/server/oauth/clients';
import { ClientId } from '@/server/oauth/inputs';
import { freshStaffProcedure, router, staffProcedure } from '@/server/trpc';

const PAGE = 50;

/** The registered apps, for those who register them. */
export const clients = router({
  list: staffProcedure('clients.manage')
    .input(ListClientsInput)
    .query(({ ctx, input }) => listClients(ctx.db, { after: input.cursor, limit: PAGE })),
  create: freshStaffProcedure('clients.manage')
    .input(CreateClientInput)
    .mutation(({ ctx, input }) =>
      createClient(ctx.db, {
        client: input,
        held: ctx.actor.permissions,
        cause: ctx.cause,
        now: new Date(),
      }),
    ),
  update: freshStaffProcedure('clients.manage')
    .input(UpdateClientInput)
    .mutation(({ ctx, input: { clientId, ...changes } }) =>
      updateClient(ctx.db, {
        clientId,
        changes,
        held: ctx.actor.permissions,
        cause: ctx.cause,
        now: new Date(),
      }),
    ),
  rotateSecret: freshStaffProcedure('clients.manage')
    .input(ClientId)
    .mutation(({ ctx, input }) =>
      rotateClientSecret(ctx.db, {
        ...input,
        held: ctx.actor.permissions,
        cause: ctx.cause,
        now: new Date(),
      }),
    ),
  remove: freshStaffProcedure('clients.manage')
    .input(ClientId)
    .mutation(({ ctx, input }) => removeClient(ctx.db, { ...input, cause: ctx.cause, now: new Date() })),
});
