import { z } from 'zod';
import { DATA_KINDS, GROUNDS, type ReceiptDocument } from '@/server/leaving/catalog';

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

/** What is downloaded of a receipt: the document byte for byte as it was signed, and the signature. */
const File = z.object({ document: z.string().max(100_000), signature: z.string().max(10_000) });

/** A receipt in words of ours. @returns undefined for one that is written otherwise, as by another version */
export function readDocument(document: string): ReceiptDocument | undefined {
  return Document.safeParse(parsed(document)).data;
}

/** What somebody has pasted or dropped. @returns undefined when it is no receipt */
export function readFile(text: string) {
  return File.safeParse(parsed(text)).data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
