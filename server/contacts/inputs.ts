import { z } from 'zod';

/** My contacts, whom I asked, and who asked me. */
const ListField = z.enum(['contacts', 'asked', 'askedBy']);
export type List = z.output<typeof ListField>;

/** The last of a page: what follows it is the next one. */
const AfterField = z.strictObject({
  /** As the list says it. */
  since: z.iso.datetime({ precision: 3 }).refine((at) => Date.parse(at) >= 0),
  userId: z.uuid(),
});
export type After = z.output<typeof AfterField>;

export const MoreContactsInput = z.strictObject({ list: ListField, after: AfterField });
