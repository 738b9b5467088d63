import { z } from 'zod';
import { AvatarInput } from '@/server/photos/inputs';

/** What is noted of an upload when it begins, and comes back with it. */
export const UploadMetadata = AvatarInput.extend({
  uploadId: z.uuid(),
  userId: z.uuid(),
  sessionId: z.uuid(),
});
export type UploadMetadata = z.output<typeof UploadMetadata>;
