import type { z } from 'zod';
import { trpc } from '@/components/trpc';
import { LinkInput } from '@/server/auth/inputs';
import type { AccessAction } from './use-access-form';

type Link = z.output<typeof LinkInput>;

/** What "This was not me" has ended. */
export interface Ended {
  endedSessions: number;
  forgottenDevices: number;
  removedFactors: number;
}

/** One of the three links of a change of address. */
export type EmailChangeStep = 'approve' | 'confirm' | 'undo';

/** "This was not me", by the link of a mail. */
export function notMeAction(onDone: (ended: Ended) => void): AccessAction {
  return linkAction(async (link) => onDone(await trpc.auth.notMe.mutate(link)));
}

/** A step of a change of address, by the link of a mail; hands over the address that it is about. */
export function emailChangeAction(step: EmailChangeStep, onDone: (address: string) => void): AccessAction {
  const { approve, confirm, undo } = trpc.profile.changeEmail;
  const steps = {
    approve: async (link: Link) => onDone((await approve.mutate(link)).newEmail),
    confirm: async (link: Link) => onDone((await confirm.mutate(link)).newEmail),
    undo: async (link: Link) => onDone((await undo.mutate(link)).oldEmail),
  };
  return linkAction(steps[step]);
}

function linkAction(send: (link: Link) => Promise<void>): AccessAction {
  return { schema: LinkInput, send };
}
