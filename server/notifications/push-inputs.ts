import { z } from 'zod';
import { isStorable, line } from '@/server/text/inputs';

/** Base64 of the URL (RFC 4648 section 5), of a point on P-256 and of 16 random bytes (RFC 8291 section 2). */
const P256DH = /^[A-Za-z0-9_-]{87}=?$/;
const AUTH = /^[A-Za-z0-9_-]{22}(?:==)?$/;

/** What `PushSubscription.toJSON()` of a browser says; what else it may say of itself is not kept. */
export const SubscribeInput = z.strictObject({
  endpoint: z.url().max(1000).refine(isStorable),
  keys: z.strictObject({ p256dh: z.string().regex(P256DH), auth: z.string().regex(AUTH) }),
});

export const PushIdInput = z.strictObject({ id: z.uuid() });
export const RenamePushInput = PushIdInput.extend({ name: line({ min: 1, max: 60 }) });
