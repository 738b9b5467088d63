import { z } from 'zod';
import { isReturn } from './rules';

/** ISO 8601, in the future and within a year: when a pause ends by itself. */
export const PauseInput = z.strictObject({
  returnOn: z.iso
    .datetime()
    .refine((moment) => isReturn(new Date(moment), new Date()))
    .nullable(),
});

export const DeletionInput = z.strictObject({
  /** Typed to confirm; with or without its @. */
  handle: z.string().max(200),
  /** What they wrote to others stays, without their name. */
  keepsMessages: z.boolean(),
});

export const LinkTokenInput = z.strictObject({ token: z.string().max(200) });

export const ReceiptInput = z.strictObject({ id: z.uuid() });

/** A receipt as it was downloaded. */
export const VerifyReceiptInput = z.strictObject({
  document: z.string().max(100_000),
  signature: z.string().max(10_000),
});
