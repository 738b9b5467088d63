import type { z } from 'zod';
import type { AccessAction } from '@/components/access/use-access-form';
import { trpc } from '@/components/trpc';
import { LinkTokenInput } from '@/server/leaving/inputs';

/** Takes a deletion back, by the link of a mail. */
export function keepAccountAction(onDone: () => void): AccessAction {
  return {
    schema: LinkTokenInput,
    async send(link: z.output<typeof LinkTokenInput>) {
      await trpc.account.cancelDeletionByLink.mutate(link);
      onDone();
    },
  };
}
