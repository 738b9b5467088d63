/** Pixels of the square files that are kept of a photo. */
export const PHOTO_SIZES = [32, 64, 128, 256, 512] as const;
export type PhotoSize = (typeof PHOTO_SIZES)[number];

/** Bytes of a file that is sent, and pixels of what it decodes to. */
export const PHOTO_BYTES = 8_000_000;
export const PHOTO_PIXELS = 40_000_000;

/** What is taken, named exactly: `image` alone would let SVG in. */
export const PHOTO_TYPES = ['image/jpeg', 'image/png', 'image/webp', 'image/avif', 'image/gif'] as const;

/** Seconds in which an upload has to begin. */
export const LINK_SECONDS = 600;

/** Earlier photos that can be restored. */
export const KEPT_PHOTOS = 3;

/** A photo as the interface has it; its files are at `photoAddress`. */
export interface PhotoView {
  id: string;
  alt: string;
  /** ISO 8601 */
  createdAt: string;
}

/** Where the file of a photo is: what stands there never changes, and is only shown to who may see it. */
export function photoAddress({ id }: { id: string }, size: PhotoSize): string {
  return `/api/photos/${id}/${size}.webp`;
}
