import { PHOTO_TYPES } from '@/server/photos/rules';

type PhotoType = (typeof PHOTO_TYPES)[number];

/**
 * What a file is by its first bytes; its name and the type that goes with it may say anything. Only so that a refusal comes
 * before the upload: what counts is what the server finds (server/photos/image-format.ts), which believes no type.
 */
export type ImageFormat = PhotoType | 'heic' | 'otherImage' | 'noImage';

/** Bytes from the beginning of a file that `formatOf` looks at. */
export const HEAD_BYTES = 256;

const HEIC = /^(heic|heix|heim|heis|hevc|hevx|hevm|hevs|mif1|msf1)$/;

/**
 * @param head the first HEAD_BYTES of the file
 * @param type what the browser holds it for, which tells formats that cannot be read from what is no picture at all
 */
export function formatOf(head: Uint8Array, type: string): ImageFormat {
  const text = String.fromCharCode(...head);
  if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (/^GIF8[79]a/.test(text)) return 'image/gif';
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return 'image/webp';
  const brands = brandsOf(text);
  // Both may call themselves mif1 first; the brand that they can be read as comes after it.
  if (brands.some((brand) => brand === 'avif' || brand === 'avis')) return 'image/avif';
  if (brands.some((brand) => HEIC.test(brand))) return 'heic';
  // What calls itself one of ours, and is none, is no picture.
  return type.startsWith('image/') && !PHOTO_TYPES.some((taken) => taken === type) ? 'otherImage' : 'noImage';
}

/** The brands in the `ftyp` box (ISO/IEC 14496-12, 4.3): the major one, then those it is compatible with. */
function brandsOf(text: string) {
  if (text.slice(4, 8) !== 'ftyp') return [];
  const length = [...text.slice(0, 4)].reduce((sum, byte) => sum * 256 + byte.charCodeAt(0), 0);
  const box = text.slice(8, Math.min(length, text.length));
  return (box.match(/.{4}/gs) ?? []).filter((_, index) => index !== 1);
}
