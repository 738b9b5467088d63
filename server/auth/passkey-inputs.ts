import { z } from 'zod';
import { storable } from '@/server/text/inputs';

/** base64url, as WebAuthn's JSON has bytes; `max` in characters. */
const bytes = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[\w-]+$/);
/** What extensions have answered; we ask for nothing that we would read. */
const extensions = z.object({ credProps: z.unknown().optional() }).default({});

/**
 * RegistrationResponseJSON (WebAuthn level 3 section 5.1). Loose inside, since browsers add what is not asked for;
 * the library checks what matters.
 */
export const PasskeyRegistration = z.strictObject({
  id: bytes(1400),
  rawId: bytes(1400),
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).nullish(),
  clientExtensionResults: extensions,
  response: z.object({
    clientDataJSON: bytes(8_000),
    attestationObject: bytes(40_000),
    transports: z
      .array(storable({ max: 20 }))
      .max(10)
      .optional(),
  }),
});

/** AuthenticationResponseJSON (WebAuthn level 3 section 5.1). */
export const PasskeyAssertion = z.strictObject({
  id: bytes(1400),
  rawId: bytes(1400),
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).nullish(),
  clientExtensionResults: extensions,
  response: z.object({
    clientDataJSON: bytes(8_000),
    authenticatorData: bytes(4_000),
    signature: bytes(4_000),
    /** Empty from authenticators that keep none. */
    userHandle: bytes(100).or(z.literal('')).nullish(),
  }),
});

export type PasskeyRegistration = z.output<typeof PasskeyRegistration>;
export type PasskeyAssertion = z.output<typeof PasskeyAssertion>;
