import { encode } from 'uqr';
import { expect, test } from 'vitest';
import { qrCode } from './qr';

test('the path draws the dark modules and no others, with four modules of quiet around', () => {
  const text = 'otpauth://totp/Foyer:al%40example.test?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Foyer';
  const { size, path } = qrCode(text);
  const drawn = Array.from({ length: size }, () => Array.from({ length: size }, () => false));
  const strips = [...path.matchAll(/M(\d+) (\d+)h(\d+)v1H(\d+)z/g)];
  expect(strips.map(([strip]) => strip).join('')).toBe(path);
  for (const [, x, y, length, back] of strips) {
    expect(back).toBe(x);
    const row = drawn[Number(y)];
    row?.fill(true, Number(x), Number(x) + Number(length));
  }
  expect(drawn).toEqual(encode(text, { ecc: 'M', border: 4 }).data);
  for (const edge of [0, 1, 2, 3, size - 4, size - 1]) expect(drawn[edge]).not.toContain(true);
});
