import { z } from 'zod';
import { DATA_KINDS, GROUNDS, type ReceiptDocument } from '@/server/leaving/catalog';
import { VerifyReceiptInput } from '@/server/leaving/inputs';

const Document = z.object({
  version: z.literal(1),
  receipt: z.uuid(),
  issuer: z.string(),
  erasedAt: z.iso.datetime(),
  data: z.array(
    z.object({
      kind: z.enum(DATA_KINDS),
      outcome: z.enum(['erased', 'anonymised', 'kept']),
      count: z.number().int().nonnegative(),
      ground: z.enum(GROUNDS).exactOptional(),
      until: z.iso.datetime().exactOptional(),
    }),
  ),
});

/** A receipt in words of ours. @returns undefined for one that is written otherwise, as by another version */
export function readDocument(document: string): ReceiptDocument | undefined {
  return Document.safeParse(parsed(document)).data;
}

/** What somebody has pasted or dropped, of which nothing else is sent. @returns undefined when it is no receipt */
export function readFile(text: string) {
  return VerifyReceiptInput.strip().safeParse(parsed(text)).data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
