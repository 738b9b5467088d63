import { RefusalError } from '@/components/refusal';
import { PHOTO_PIXELS } from '@/server/photos/rules';
import { checkFile } from './check-file';
import type { Size } from './framing';

/** A file that the browser can show. */
export interface Picture {
  /** As it is sent. */
  file: File;
  /** Where the page finds it, until that is given back. */
  address: string;
  /** Upright, as the file says it is to be held. */
  size: Size;
}

/**
 * Opens what somebody chose, before any of it is sent.
 * @throws RefusalError as checkFile, and PHOTO_TOO_MANY_PIXELS
 */
export async function readPicture(chosen: Blob): Promise<Picture> {
  const file = await checkFile(chosen);
  const address = URL.createObjectURL(file);
  try {
    return { file, address, size: await measure(address) };
  } catch (error) {
    URL.revokeObjectURL(address);
    throw error instanceof RefusalError ? error : new RefusalError({ reason: 'PHOTO_NOT_AN_IMAGE' });
  }
}

async function measure(address: string): Promise<Size> {
  const image = new Image();
  await new Promise((resolve, reject) => {
    image.addEventListener('load', resolve);
    image.addEventListener('error', reject);
    image.src = address;
  });
  const { naturalWidth: width, naturalHeight: height } = image;
  // Its size is known before it is unfolded, which may take more memory than there is.
  if (width * height > PHOTO_PIXELS) throw new RefusalError({ reason: 'PHOTO_TOO_MANY_PIXELS' });
  await image.decode();
  return { width, height };
}
