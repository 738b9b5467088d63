import { z } from 'zod';
import { paragraphs } from '@/server/text/inputs';
import { MESSAGE_LENGTH } from '@/server/text/rules';

export const SendMessageInput = z.strictObject({
  /** Chosen by the form, so that a message sent twice is one. */
  id: z.uuid({ version: 'v7' }),
  toId: z.uuid(),
  body: paragraphs({ max: MESSAGE_LENGTH, min: 1 }),
});

export const MessageIdsInput = z.strictObject({ ids: z.array(z.uuid()).min(1).max(100) });

export const ListMessagesInput = z.strictObject({
  folder: z.enum(['inbox', 'requests']),
  /** What `next` of the page before said. */
  after: z.uuid().optional(),
});
