import sharp from 'sharp';
import { expect, test } from 'vitest';
import { PHOTO_BYTES } from '@/server/photos/rules';
import { checkFile } from './check-file';

const png = () =>
  sharp({ create: { width: 8, height: 8, channels: 3, background: 'teal' } })
    .png()
    .toBuffer();
const padded = async (size: number) =>
  new Blob([new Uint8Array(await png()), new Uint8Array(size)]).slice(0, size);

test('the name of a file stays with its person, and its type is what it is', async () => {
  const file = new File([new Uint8Array(await png())], 'At home, 12 Elm Street.jpg', { type: 'image/jpeg' });
  const sent = await checkFile(file);
  expect(sent).toMatchObject({ name: 'photo.png', type: 'image/png', size: file.size });
});

test('up to 8 MB, to the byte', async () => {
  expect((await checkFile(await padded(PHOTO_BYTES))).size).toBe(PHOTO_BYTES);
  await expect(checkFile(await padded(PHOTO_BYTES + 1))).rejects.toMatchObject({
    data: { reason: 'PHOTO_TOO_LARGE' },
  });
});

test.each([
  ['HEIC', '\0\0\0\x14ftypheic\0\0\0\0mif1', '', 'PHOTO_FORMAT'],
  ['a drawing', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'image/svg+xml', 'PHOTO_FORMAT'],
  ['a text under a false name', 'hello', 'image/png', 'PHOTO_NOT_AN_IMAGE'],
  ['an empty file', '', 'image/jpeg', 'PHOTO_NOT_AN_IMAGE'],
])('%s is refused with what can be done', async (_, content, type, reason) => {
  await expect(checkFile(new Blob([content], { type }))).rejects.toMatchObject({ data: { reason } });
});

test('a file that is gone by now is refused, and not a failure of ours', async () => {
  const gone = new Blob(['x']);
  gone.slice = () => Object.assign(new Blob(), { arrayBuffer: () => Promise.reject(new Error('gone')) });
  await expect(checkFile(gone)).rejects.toMatchObject({ data: { reason: 'PHOTO_NOT_AN_IMAGE' } });
});
