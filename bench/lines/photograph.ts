import sharp from 'sharp';
import { makePhoto } from '@/server/photos/make-photo';
import { WHOLE } from '@/server/testing/photo-client';

/** Of a photograph as telephones send it, once it is made smaller. */
const SIZE = { width: 2048, height: 1536 };

let made: Promise<Buffer> | undefined;

/** A file as large as a photograph of that size, with as much to decode: soft shapes with a little noise. */
export function photograph(): Promise<Buffer> {
  made ??= make();
  return made;
}

async function make() {
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  const shapes = await sharp({ create: { width: 64, height: 48, channels: 3, background: 'grey', noise } })
    .resize(SIZE)
    .png()
    .toBuffer();
  const grain = await sharp({
    create: { ...SIZE, channels: 3, background: 'grey', noise: { ...noise, sigma: 12 } },
  })
    .png()
    .toBuffer();
  return sharp(shapes)
    .composite([{ input: grain, blend: 'soft-light' }])
    .jpeg({ quality: 85 })
    .toBuffer();
}

/** How many photos a second are made of that file, two at once as in the app, with nothing else to do. */
export async function makePhotos(count: number): Promise<number> {
  const bytes = await photograph();
  const begun = performance.now();
  let left = count;
  const work = async () => {
    while (left-- > 0) await makePhoto({ bytes, crop: WHOLE });
  };
  await Promise.all([work(), work()]);
  return count / ((performance.now() - begun) / 1000);
}
