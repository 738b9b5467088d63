import sharp from 'sharp';

/** A file as a browser is given one. */
export interface ImageFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

type Format = 'jpeg' | 'png' | 'webp' | 'avif' | 'gif';

const COLOURS = { left: '#c8321e', right: '#1e50c8' };

/** Twice as wide as high, red at the left and blue at the right; it tells where, when and with what it was taken. */
export async function wideImage({ format = 'jpeg', width = 800 }: { format?: Format; width?: number } = {}) {
  const height = width / 2;
  const right = await plain(height, height, COLOURS.right).png().toBuffer();
  const buffer = await plain(width, height, COLOURS.left)
    .composite([{ input: right, left: height, top: 0 }])
    .withExif({
      IFD0: { Make: 'Pinhole', Model: 'One', DateTime: '2026:12:06 14:05:00' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 51/1 30/1' },
    })
    .toFormat(format)
    .toBuffer();
  return { name: `holiday.${format}`, mimeType: `image/${format}`, buffer };
}

/** One colour, and nothing that it tells. */
export async function plainImage(colour: string): Promise<ImageFile> {
  return {
    name: 'plain.png',
    mimeType: 'image/png',
    buffer: await plain(400, 400, colour).png().toBuffer(),
  };
}

/** Hills at sunrise: what somebody would choose. */
export async function landscape(): Promise<ImageFile> {
  const hills = [
    ['#c98a7d', 'M0 560 Q 220 400 430 510 T 860 470 T 1200 520 V 900 H 0 Z'],
    ['#8f6a78', 'M0 660 Q 180 540 420 620 T 820 590 T 1200 650 V 900 H 0 Z'],
    ['#4f4a63', 'M0 760 Q 260 640 520 730 T 980 700 T 1200 740 V 900 H 0 Z'],
  ].map(([colour, way]) => `<path fill="${colour}" d="${way}"/>`);
  const drawn = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="900">
    <linearGradient id="sky" x1="0" x2="0" y1="0" y2="1">
      <stop offset="0" stop-color="#7fa3c7"/><stop offset="0.6" stop-color="#f6d7b0"/>
    </linearGradient>
    <rect width="1200" height="900" fill="url(#sky)"/>
    <circle cx="640" cy="400" r="110" fill="#fff3d6"/>${hills.join('')}
  </svg>`;
  return {
    name: 'hills.jpg',
    mimeType: 'image/jpeg',
    buffer: await sharp(Buffer.from(drawn)).jpeg({ quality: 90 }).toBuffer(),
  };
}

/** More pixels than are taken, in few bytes. */
export async function hugeImage(): Promise<ImageFile> {
  const buffer = await plain(8000, 5001, '#ffffff').png({ palette: true }).toBuffer();
  return { name: 'wall.png', mimeType: 'image/png', buffer };
}

/** As long a file as a photo from a camera; it does not compress. */
export async function heavyImage(): Promise<ImageFile> {
  const side = 1400;
  const noise = Buffer.alloc(side * side * 3);
  for (let at = 0, seed = 1; at < noise.length; at++) {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    noise[at] = seed >>> 24;
  }
  const raw = { width: side, height: side, channels: 3 } as const;
  return { name: 'noise.png', mimeType: 'image/png', buffer: await sharp(noise, { raw }).png().toBuffer() };
}

/** It begins as an image and does not go on as one. */
export function brokenImage(): ImageFile {
  const buffer = Buffer.from('\xff\xd8\xff\xe0 and then nothing more', 'latin1');
  return { name: 'broken.jpg', mimeType: 'image/jpeg', buffer };
}

/** The colour in the middle of an image: the larger of red, green and blue. */
export async function colourOf(image: Buffer) {
  const { dominant } = await sharp(image).stats();
  const { r, g, b } = dominant;
  return r > g && r > b ? 'red' : b > g ? 'blue' : 'green';
}

function plain(width: number, height: number, background: string) {
  return sharp({ create: { width, height, channels: 3, background } });
}
