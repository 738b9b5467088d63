import type { PHOTO_TYPES } from './rules';

type PhotoType = (typeof PHOTO_TYPES)[number];
type Other = 'heic' | 'svg' | 'other image';

/** Brands of an ISO base media file (ISO/IEC 23008-12) that stand for what AVIF and HEIC are. */
const AVIF_BRANDS = new Set(['avif', 'avis']);
const HEIC_BRANDS = new Set(['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'hevm', 'hevs', 'mif1', 'msf1']);

/**
 * What a file is by its first bytes, whatever it calls itself: one of the types that are taken, another kind of image, or
 * undefined for no image that we know. The browser asks the same of the first bytes, to refuse before anything is sent
 * (components/photo/image-format.ts): a format is added in both.
 */
export function imageFormat(bytes: Buffer): PhotoType | Other | undefined {
  const begins = (text: string, at = 0) => bytes.toString('latin1', at, at + text.length) === text;
  if (begins('\xff\xd8\xff')) return 'image/jpeg';
  if (begins('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (begins('GIF87a') || begins('GIF89a')) return 'image/gif';
  if (begins('RIFF') && begins('WEBP', 8)) return 'image/webp';
  if (begins('ftyp', 4)) return mediaFormat(bytes);
  if (begins('II*\0') || begins('MM\0*') || begins('BM') || begins('\0\0\x01\0')) return 'other image';
  if (begins('\xff\x0a') || begins('\0\0\0\x0cJXL ') || begins('\0\0\0\x0cjP')) return 'other image';
  return /^\s*<(\?xml|!doctype svg|!--|svg)/i.test(bytes.toString('utf8', 0, 256).replace(/^\uFEFF/, ''))
    ? 'svg'
    : undefined;
}

/** The brands stand in the first box: the one it is, its version, and those that it can be read as. */
function mediaFormat(bytes: Buffer): PhotoType | Other | undefined {
  const end = Math.min(bytes.readUInt32BE(0), bytes.length, 256);
  const brands = [bytes.toString('latin1', 8, 12)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(bytes.toString('latin1', at, at + 4));
  if (brands.some((brand) => AVIF_BRANDS.has(brand))) return 'image/avif';
  return brands.some((brand) => HEIC_BRANDS.has(brand)) ? 'heic' : undefined;
}
