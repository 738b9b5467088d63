import { type Refusal, RefusalError } from '@/components/refusal';
import { PHOTO_BYTES } from '@/server/photos/rules';
import { formatOf, HEAD_BYTES } from './image-format';

/**
 * The file as it can be sent: under a name that tells nothing, and with the type that it is of.
 * @throws RefusalError PHOTO_NOT_AN_IMAGE, PHOTO_FORMAT, PHOTO_TOO_LARGE
 */
export async function checkFile(file: Blob): Promise<File> {
  const head = await file
    .slice(0, HEAD_BYTES)
    .arrayBuffer()
    .catch(() => refuse('PHOTO_NOT_AN_IMAGE'));
  const type = formatOf(new Uint8Array(head), file.type);
  if (type === 'noImage') return refuse('PHOTO_NOT_AN_IMAGE');
  if (type === 'heic' || type === 'otherImage') return refuse('PHOTO_FORMAT');
  if (file.size > PHOTO_BYTES) return refuse('PHOTO_TOO_LARGE');
  return new File([file], `photo.${type.slice('image/'.length)}`, { type });
}

function refuse(reason: Refusal['reason']): never {
  throw new RefusalError({ reason });
}
