import { createHash } from 'node:crypto';
import sharp, { type Metadata, type SharpOptions } from 'sharp';
import type { RemovedMetadata } from '@/db/schema/photos';
import { DomainError } from '@/server/errors';
import { imageFormat } from './image-format';
import type { Crop } from './inputs';
import { removedMetadata } from './removed-metadata';
import { PHOTO_BYTES, PHOTO_PIXELS, PHOTO_SIZES, PHOTO_TYPES, type PhotoSize } from './rules';
import { inTurn } from './turns';

/** The files of a photo, by their size. */
export type PhotoFiles = ReadonlyMap<PhotoSize, Buffer>;

export interface MadePhoto {
  /** SHA-256 of what the files hold, in hex: the same photo is the same key. */
  key: string;
  files: PhotoFiles;
  removed: RemovedMetadata[];
}

const LARGEST = Math.max(...PHOTO_SIZES);
const CLEAR = { r: 0, g: 0, b: 0, alpha: 0 };
/** The first frame alone, and an end before memory is taken for more pixels than we want. */
const READ: SharpOptions = { limitInputPixels: PHOTO_PIXELS, pages: 1, failOn: 'error' };

// What was decoded once is not asked for again, and would only stay in memory.
sharp.cache(false);

// What a file is, its first bytes and the decoder may see differently: `<!--ftyp`, the brand of an AVIF and then an SVG, which
// can keep a decoder busy for minutes. So nothing else is decoded in this process, whatever it begins with.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Heif', 'Nsgif'].map((kind) => `VipsForeignLoad${kind}Buffer`),
});

/**
 * The square that was chosen of an image, as WebP in each size: turned upright, without anything that the file told beside the
 * picture. What a file calls itself does not count. A square smaller than a size is enlarged for that size.
 * @throws PHOTO_TOO_LARGE PHOTO_NOT_AN_IMAGE PHOTO_FORMAT PHOTO_TOO_MANY_PIXELS BUSY
 */
export async function makePhoto({ bytes, crop }: { bytes: Buffer; crop: Crop }): Promise<MadePhoto> {
  if (bytes.length > PHOTO_BYTES) throw new DomainError('PHOTO_TOO_LARGE');
  const format = imageFormat(bytes);
  if (format === undefined) throw new DomainError('PHOTO_NOT_AN_IMAGE');
  if (!PHOTO_TYPES.some((type) => type === format)) throw new DomainError('PHOTO_FORMAT');
  return inTurn(async () => {
    try {
      // The head is enough for this: an image too large is refused before it is decoded.
      const metadata = await sharp(bytes, { ...READ, limitInputPixels: false }).metadata();
      if (metadata.width * metadata.height > PHOTO_PIXELS) throw new DomainError('PHOTO_TOO_MANY_PIXELS');
      const files = await encode(await cutOut(bytes, { metadata, crop }));
      return { key: keyOf(files), files, removed: removedMetadata(metadata) };
    } catch (error) {
      if (error instanceof DomainError) throw error;
      throw new DomainError('PHOTO_NOT_AN_IMAGE', { cause: error });
    }
  });
}

/** The chosen square, upright and no larger than needed, as pixels. */
async function cutOut(bytes: Buffer, { metadata, crop }: { metadata: Metadata; crop: Crop }) {
  const { piece, side, size } = placed(metadata.autoOrient, crop);
  const inside = within(piece, size);
  const cut = await sharp(bytes, READ)
    .autoOrient()
    .toColourspace('srgb')
    .ensureAlpha()
    .resize(size.width, size.height, { fit: 'fill' })
    .extract(inside)
    .extend({
      left: Math.max(0, inside.left - piece.left),
      top: Math.max(0, inside.top - piece.top),
      right: Math.max(0, piece.left + piece.side - inside.left - inside.width),
      bottom: Math.max(0, piece.top + piece.side - inside.top - inside.height),
      background: CLEAR,
    })
    .raw()
    .toBuffer();
  // Told by ourselves: of an image that was extended, sharp tells the size before.
  const turned = await pixels({ data: cut, info: { width: piece.side, height: piece.side, channels: 4 } })
    .rotate(crop.rotation, { background: CLEAR })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const whole = Math.min(turned.info.width, turned.info.height);
  const wanted = Math.max(1, Math.min(whole, Math.round(side)));
  const [left, top] = [turned.info.width, turned.info.height].map((length) =>
    Math.floor((length - wanted) / 2),
  );
  return pixels(turned)
    .extract({ left: left ?? 0, top: top ?? 0, width: wanted, height: wanted })
    .raw()
    .toBuffer({ resolveWithObject: true });
}

interface Pixels {
  data: Buffer;
  info: { width: number; height: number; channels: 1 | 2 | 3 | 4 };
}

function pixels({ data, info: { width, height, channels } }: Pixels) {
  return sharp(data, { raw: { width, height, channels } });
}

/**
 * Where the square lies, in the image as it is before it is turned. Turning all of a large image would take twice its memory, so
 * it is shrunk first, and only the piece is turned that the square lies on.
 */
function placed({ width, height }: { width: number; height: number }, crop: Crop) {
  const radians = (crop.rotation * Math.PI) / 180;
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
  const [across, along] = [Math.abs(cos), Math.abs(sin)];
  // The frame around the turned image, and the square in it, told from their common middle.
  const frame = { width: width * across + height * along, height: width * along + height * across };
  const side = Math.max(1, Math.min(crop.width * frame.width, crop.height * frame.height));
  const [x, y] = [
    (crop.x + crop.width / 2 - 0.5) * frame.width,
    (crop.y + crop.height / 2 - 0.5) * frame.height,
  ];
  const middle = { x: width / 2 + x * cos + y * sin, y: height / 2 - x * sin + y * cos };
  const scale = Math.min(1, (2 * LARGEST) / side);
  const reach = (side * (across + along)) / 2;
  const start = (at: number, length: number) =>
    Math.round((Math.min(Math.max(0, at), length - 1) - reach) * scale);
  return {
    piece: {
      left: start(middle.x, width),
      top: start(middle.y, height),
      side: Math.max(1, Math.round(reach * 2 * scale)),
    },
    side: side * scale,
    size: { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) },
  };
}

/** The part of a square that lies on the image, one pixel at least. */
function within(
  piece: { left: number; top: number; side: number },
  { width, height }: { width: number; height: number },
) {
  const left = Math.min(Math.max(0, piece.left), width - 1);
  const top = Math.min(Math.max(0, piece.top), height - 1);
  return {
    left,
    top,
    width: Math.max(1, Math.min(width, piece.left + piece.side) - left),
    height: Math.max(1, Math.min(height, piece.top + piece.side) - top),
  };
}

async function encode(square: Pixels): Promise<PhotoFiles> {
  const files = new Map<PhotoSize, Buffer>();
  for (const size of PHOTO_SIZES)
    files.set(
      size,
      await pixels(square).resize(size, size, { fit: 'fill' }).webp({ quality: 82 }).toBuffer(),
    );
  return files;
}

function keyOf(files: PhotoFiles) {
  const hash = createHash('sha256');
  for (const [size, file] of files) hash.update(`${size}:${file.length}:`).update(file);
  return hash.digest('hex');
}
