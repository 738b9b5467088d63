import { z } from 'zod';
import { isSendable, TYPE_NAMES } from './catalog';
import { DATA } from './data';

/** People whom one message names at most. */
const MOST_PEOPLE = 500;

/** Whom a service tells: people by the `sub` of their tokens, who is in a group, or everyone who may see somebody or a group. */
const ToField = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('people'),
    ids: z
      .array(z.uuid().toLowerCase())
      .min(1)
      .max(MOST_PEOPLE)
      .transform((ids) => [...new Set(ids)].toSorted()),
  }),
  z.strictObject({ kind: z.literal('group'), groupId: z.uuid().toLowerCase() }),
  z.strictObject({
    kind: z.literal('object'),
    type: z.enum(['person', 'group']),
    id: z.uuid().toLowerCase(),
  }),
]);

/** What a service sends. `data` is what the type has, in the words of its own schema. */
export const SendInput = z
  .strictObject({
    type: z.enum(TYPE_NAMES).refine(isSendable, { abort: true }),
    to: ToField,
    data: z.record(z.string(), z.unknown()),
    /** Chosen by the service, one for each message: sent again under it is the same. Printable ASCII. */
    idempotencyKey: z
      .string()
      .max(200)
      .regex(/^[\x21-\x7e]+$/),
  })
  .superRefine(({ type, data }, context) => {
    const found = DATA[type].safeParse(data);
    for (const { message, path } of found.error?.issues ?? [])
      context.addIssue({ code: 'custom', message, path: ['data', ...path] });
  });
export type SendWish = z.output<typeof SendInput>;
