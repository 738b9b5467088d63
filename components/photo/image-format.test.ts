import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { formatOf, HEAD_BYTES } from './image-format';

const picture = () =>
  sharp({ create: { width: 8, height: 8, channels: 3, background: { r: 200, g: 90, b: 40 } } });
const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const head = (file: Uint8Array) => file.subarray(0, HEAD_BYTES);
const ftyp = (...brands: [string, ...string[]]) => {
  const [major, ...others] = brands;
  return bytes(`\0\0\0${String.fromCharCode(16 + 4 * others.length)}ftyp${major}\0\0\0\0${others.join('')}`);
};

describe('what is taken is known by its bytes, whatever it is called', () => {
  for (const format of ['jpeg', 'png', 'webp', 'avif', 'gif'] as const) {
    test(format, async () => {
      const file = await picture().toFormat(format).toBuffer();
      expect(formatOf(head(file), 'application/octet-stream')).toBe(`image/${format}`);
    });
  }
});

test.each([
  ['as a phone writes it', ftyp('heic', 'mif1', 'heic')],
  ['under its general brand', ftyp('mif1', 'heic')],
  ['a series', ftyp('hevc', 'msf1')],
])('HEIC, %s, also where the browser knows no type for it', (_, file) => {
  expect(formatOf(file, '')).toBe('heic');
});

test('AVIF under the brand that it shares with HEIC', () => {
  expect(formatOf(ftyp('mif1', 'miaf', 'avif'), '')).toBe('image/avif');
});

test('a brand counts within its box alone', () => {
  expect(formatOf(bytes('\0\0\0\x10ftypisom\0\0\0\0avifheic'), 'video/mp4')).toBe('noImage');
});

test.each([
  ['a drawing', bytes('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/svg+xml', 'otherImage'],
  ['a scan', bytes('II*\0'), 'image/tiff', 'otherImage'],
  ['a document', bytes('%PDF-1.7'), 'application/pdf', 'noImage'],
  ['a text that calls itself a picture', bytes('hello'), 'image/jpeg', 'noImage'],
  ['nothing', bytes(''), '', 'noImage'],
])('%s is not taken', (_, file, type, format) => {
  expect(formatOf(file, type)).toBe(format);
});
