import type { z } from 'zod';
import type { AccessAction } from '@/components/access/use-access-form';
import { trpc } from '@/components/trpc';
import type { UnsubscribeView } from '@/server/notifications/unsubscribe';
import { UnsubscribeInput } from '@/server/notifications/unsubscribe-inputs';

/** Switches off what the link of a mail is for, or takes that back. */
export function unsubscribeAction(
  what: 'confirm' | 'undo',
  onDone: (view: UnsubscribeView) => void,
): AccessAction {
  return {
    schema: UnsubscribeInput,
    async send(link: z.output<typeof UnsubscribeInput>) {
      onDone(await trpc.notifications.unsubscribe[what].mutate(link));
    },
  };
}
