import type { Cause } from '@/server/audit/commands';
import type { Services } from '@/server/context';
import { addPhoto } from '@/server/photos/commands';
import type { PhotoUpload } from '@/server/photos/inputs';
import { makePhoto } from '@/server/photos/make-photo';
import type { PhotoStore } from '@/server/photos/store';
import type { UploadMetadata } from './metadata';
import { reasonOf } from './upload-router';

/** Makes the photo of a file that was sent, once however often it is asked. A refusal is an answer as well: the SDK drops errors. */
export async function completeUpload(
  services: Pick<Services, 'db' | 'log'>,
  upload: {
    store: PhotoStore;
    bytes: Buffer;
    metadata: UploadMetadata;
    cause: Omit<Cause, 'actorId' | 'sessionId'>;
  },
): Promise<PhotoUpload> {
  const { store, bytes, metadata } = upload;
  const { userId, sessionId, uploadId, crop, alt } = metadata;
  try {
    const made = await makePhoto({ bytes, crop });
    const cause = { ...upload.cause, actorId: userId, sessionId };
    const photo = await addPhoto(services.db, {
      made,
      uploadId,
      alt,
      userId,
      store,
      cause,
      now: new Date(),
    });
    return { photo, removed: made.removed };
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === 'INTERNAL') services.log.error({ error }, 'photo not made');
    else services.log.info({ reason }, 'photo refused');
    return { error: reason };
  }
}
