import { deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';
import { imageFormat } from './image-format';
import { makePhoto } from './make-photo';
import { removedMetadata } from './removed-metadata';
import { PHOTO_BYTES, PHOTO_SIZES } from './rules';

const WHOLE = { rotation: 0, x: 0, y: 0, width: 1, height: 1 };
type Made = Awaited<ReturnType<typeof makePhoto>>;

/** An image of four quarters: red and green above, blue and yellow below. */
function quarters(width = 400, height = width) {
  const part = (background: string) => ({
    create: { width: width / 2, height: height / 2, channels: 3 as const, background },
  });
  return sharp({ create: { width, height, channels: 3, background: 'black' } }).composite([
    { input: part('red'), left: 0, top: 0 },
    { input: part('lime'), left: width / 2, top: 0 },
    { input: part('blue'), left: 0, top: height / 2 },
    { input: part('yellow'), left: width / 2, top: height / 2 },
  ]);
}

const NAMES = new Map([
  ['100', 'red'],
  ['010', 'lime'],
  ['001', 'blue'],
  ['110', 'yellow'],
]);

/** The colours at places of a photo, told in parts of it. */
async function coloursAt(made: Made, ...places: [number, number][]) {
  const { data, info } = await sharp(made.files.get(512))
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return places.map(([x, y]) => {
    const at = (Math.round(y * 511) * info.width + Math.round(x * 511)) * info.channels;
    const [r = 0, g = 0, b = 0, a = 0] = [...data.subarray(at, at + 4)].map((value) =>
      Math.round(value / 255),
    );
    return a === 0 ? 'clear' : (NAMES.get(`${r}${g}${b}`) ?? 'another');
  });
}

function corners(made: Made) {
  return coloursAt(made, [0.1, 0.1], [0.9, 0.1], [0.1, 0.9], [0.9, 0.9]);
}

const UPRIGHT = ['red', 'lime', 'blue', 'yellow'];

describe('the square that was chosen', () => {
  test.each([
    [0, UPRIGHT],
    [90, ['blue', 'red', 'yellow', 'lime']],
    [180, ['yellow', 'blue', 'lime', 'red']],
    [-90, ['lime', 'yellow', 'red', 'blue']],
    [360, UPRIGHT],
  ])('turned by %i degrees', async (rotation, expected) => {
    const bytes = await quarters().png().toBuffer();
    expect(await corners(await makePhoto({ bytes, crop: { ...WHOLE, rotation } }))).toEqual(expected);
  });

  test('is told in parts of the frame around the turned picture', async () => {
    const bytes = await quarters(1600, 1200).png().toBuffer();
    const right = { rotation: 0, x: 0.5, y: 0, width: 0.375, height: 0.5 };
    expect(await corners(await makePhoto({ bytes, crop: right }))).toEqual(['lime', 'lime', 'lime', 'lime']);
    // A quarter turn: the frame stands upright, and what was at the left below is at its left above.
    const turned = { rotation: 90, x: 0, y: 0, width: 0.5, height: 0.375 };
    expect(await corners(await makePhoto({ bytes, crop: turned }))).toEqual(['blue', 'blue', 'blue', 'blue']);
  });

  test('is clear where it reaches over the edge of a picture that lies aslant', async () => {
    const made = await makePhoto({
      bytes: await quarters(1600, 1200).png().toBuffer(),
      crop: { ...WHOLE, rotation: 45 },
    });
    expect(await corners(made)).toEqual(['clear', 'clear', 'clear', 'clear']);
    expect(await coloursAt(made, [0.5, 0.35], [0.65, 0.5], [0.35, 0.5], [0.5, 0.65])).toEqual(UPRIGHT);
  });

  test('may be one pixel, at the very edge', async () => {
    const bytes = await quarters(40).png().toBuffer();
    for (const rotation of [0, 33, 270])
      for (const [x, y] of [
        [0, 0],
        [0.999, 0.999],
        [1, 0],
      ] as const) {
        const made = await makePhoto({ bytes, crop: { rotation, x, y, width: 0.0001, height: 0.0001 } });
        expect([...made.files.keys()]).toEqual([...PHOTO_SIZES]);
      }
  });
});

describe('a file of each kind', () => {
  const kinds: [string, (image: Sharp) => Sharp][] = [
    ['image/jpeg', (image) => image.jpeg({ quality: 100 })],
    ['image/png', (image) => image.png()],
    ['image/webp', (image) => image.webp({ lossless: true })],
    ['image/avif', (image) => image.avif({ quality: 90, effort: 0 })],
    ['image/gif', (image) => image.gif()],
  ];
  test.each(kinds)('%s becomes WebP in every size', async (type, encode) => {
    const bytes = await encode(sharp(await quarters().png().toBuffer())).toBuffer();
    expect(imageFormat(bytes)).toBe(type);
    const made = await makePhoto({ bytes, crop: WHOLE });
    expect(await corners(made)).toEqual(UPRIGHT);
    for (const [size, file] of made.files)
      expect(await sharp(file).metadata()).toMatchObject({ format: 'webp', width: size, height: size });
  });

  test('of one that moves, the first frame is taken', async () => {
    const frame = (background: string) => ({
      create: { width: 64, height: 64, channels: 3 as const, background },
    });
    const frames = await Promise.all(
      ['red', 'blue', 'lime'].map((colour) => sharp(frame(colour)).png().toBuffer()),
    );
    for (const moving of [
      sharp(frames, { join: { animated: true } }).gif(),
      sharp(frames, { join: { animated: true } }).webp({ lossless: true }),
    ]) {
      const made = await makePhoto({ bytes: await moving.toBuffer(), crop: WHOLE });
      expect(await corners(made)).toEqual(['red', 'red', 'red', 'red']);
      expect((await sharp(made.files.get(512)).metadata()).pages ?? 1).toBe(1);
    }
  });

  test('the same square is the same key, another one another', async () => {
    const bytes = await quarters().png().toBuffer();
    const [one, again, other] = await Promise.all(
      [WHOLE, WHOLE, { ...WHOLE, rotation: 90 }].map((crop) => makePhoto({ bytes, crop })),
    );
    expect(one?.key).toMatch(/^[0-9a-f]{64}$/);
    expect(again?.key).toBe(one?.key);
    expect(other?.key).not.toBe(one?.key);
  });
});

describe('what a file tells beside the picture', () => {
  const place = {
    GPSLatitudeRef: 'N',
    GPSLatitude: '51/1 30/1 0/1',
    GPSLongitudeRef: 'W',
    GPSLongitude: '0/1 7/1 0/1',
  };
  test.each([
    ['nothing', {}, []],
    ['a place', { IFD3: place }, ['location']],
    ['a camera', { IFD0: { Make: 'A camera', Model: 'of somebody' } }, ['camera']],
    ['a date', { IFD2: { DateTimeOriginal: '2026:11:28 12:00:00' } }, ['date']],
    [
      'all of it',
      { IFD0: { Make: 'A', DateTime: '2026:11:28 12:00:00' }, IFD3: place },
      ['location', 'camera', 'date'],
    ],
  ])('%s is told and taken out', async (_, exif, removed) => {
    const bytes = await quarters().withExif(exif).jpeg().toBuffer();
    const made = await makePhoto({ bytes, crop: WHOLE });
    expect(made.removed).toEqual(removed);
    for (const file of made.files.values()) {
      const { exif: left, xmp, icc } = await sharp(file).metadata();
      expect([left, xmp, icc]).toEqual([undefined, undefined, undefined]);
    }
  });

  test('in XMP as well', async () => {
    const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
      <rdf:Description exif:GPSLatitude="51,30.0N" tiff:Model="A" xmp:CreateDate="2026-11-28"/></rdf:RDF></x:xmpmeta>`;
    const bytes = await quarters().withXmp(xmp).jpeg().toBuffer();
    expect((await makePhoto({ bytes, crop: WHOLE })).removed).toEqual(['location', 'camera', 'date']);
  });

  test('which way is up is heeded first', async () => {
    // Stored lying on its left side: 6 says to turn it to the right.
    const lying = await sharp(await quarters().png().toBuffer())
      .rotate(-90)
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect(await corners(await makePhoto({ bytes: lying, crop: WHOLE }))).toEqual(UPRIGHT);
    const turned = await makePhoto({ bytes: lying, crop: { ...WHOLE, rotation: 180 } });
    expect(await corners(turned)).toEqual(UPRIGHT.toReversed());
  });

  test('damaged EXIF does no harm', async () => {
    const bytes = await quarters()
      .withExif({ IFD0: { Make: 'A camera' }, IFD3: place })
      .jpeg()
      .toBuffer();
    const { exif = Buffer.alloc(0) } = await sharp(bytes).metadata();
    expect(removedMetadata({ exif })).toEqual(['location', 'camera']);
    for (const at of exif.keys()) {
      expect(removedMetadata({ exif: exif.subarray(0, at) }).length).toBeLessThanOrEqual(2);
      for (const value of [0, 1, 127, 255]) {
        const damaged = Buffer.from(exif);
        damaged[at] = value;
        expect(removedMetadata({ exif: damaged }).length).toBeLessThanOrEqual(3);
      }
    }
  });
});

/** A PNG of one bit for each pixel, all of them black: 256 megapixels are some 32 kB. */
function blackPng(width: number, height: number) {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width);
  head.writeUInt32BE(height, 4);
  head.set([1, 0, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height), { level: 9 });
  const parts = [chunk('IHDR', head), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...parts]);
}

function crc(bytes: Buffer) {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

describe('refused', () => {
  test('more pixels than a photo may have, and no memory is taken for them', async () => {
    const bytes = blackPng(16_000, 16_000);
    expect(bytes.length).toBeLessThan(800_000);
    const before = process.resourceUsage().maxRSS;
    for (let n = 0; n < 20; n++)
      await expect(makePhoto({ bytes, crop: WHOLE })).rejects.toMatchObject({
        reason: 'PHOTO_TOO_MANY_PIXELS',
      });
    // Kilobytes. Decoded, one of them would take 256 MB at the least.
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(64_000);
    expect(await makePhoto({ bytes: blackPng(8000, 5000), crop: WHOLE })).toHaveProperty('key');
  });

  test.each([
    ['nothing at all', Buffer.alloc(0), 'PHOTO_NOT_AN_IMAGE'],
    ['a text', Buffer.from('a text, of some length, and no image at all'), 'PHOTO_NOT_AN_IMAGE'],
    ['a page', Buffer.from('<!doctype html><html><svg></svg></html>'), 'PHOTO_NOT_AN_IMAGE'],
    ['the head of a JPEG alone', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]), 'PHOTO_NOT_AN_IMAGE'],
    ['an SVG', Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'), 'PHOTO_FORMAT'],
    [
      'an SVG that begins like an AVIF',
      Buffer.from('<!--ftyp----0000avif--><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
      'PHOTO_NOT_AN_IMAGE',
    ],
    ['a TIFF', Buffer.from('II*\0\0\0\0\0'), 'PHOTO_FORMAT'],
    ['a HEIC', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), 'PHOTO_FORMAT'],
    ['too many bytes', Buffer.alloc(PHOTO_BYTES + 1), 'PHOTO_TOO_LARGE'],
  ])('%s', async (_, bytes, reason) => {
    await expect(makePhoto({ bytes, crop: WHOLE })).rejects.toMatchObject({ reason });
  });
});
