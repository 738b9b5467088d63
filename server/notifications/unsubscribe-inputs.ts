import { z } from 'zod';

/** The secret of an unsubscribe link, as it stands in the mail. */
export const UnsubscribeInput = z.strictObject({ token: z.string().max(200) });
