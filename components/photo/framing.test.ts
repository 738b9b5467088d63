import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CropInput } from '@/server/photos/inputs';
import {
  CENTRED,
  cropOf,
  type Framing,
  MAX_ZOOM,
  middleOf,
  moved,
  movedTo,
  sideOf,
  turnedTo,
  zoomedTo,
} from './framing';

const WIDE = { width: 800, height: 400 };

const sizes = fc.record({
  width: fc.integer({ min: 1, max: 9000 }),
  height: fc.integer({ min: 1, max: 9000 }),
});
const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const steps = fc.array(
  fc.oneof(
    fc.record({ right: real(-3, 3), down: real(-3, 3) }),
    fc.record({ zoom: real(-100, 1000) }),
    fc.record({ rotation: real(-720, 720) }),
    fc.record({ left: real(-50, 150), top: real(-50, 150) }),
  ),
  { maxLength: 12 },
);

test('at first it is the largest square in the middle', () => {
  expect(cropOf(CENTRED, WIDE)).toEqual({ rotation: 0, x: 0.25, y: 0, width: 0.5, height: 1 });
  expect(cropOf(CENTRED, { width: 400, height: 800 })).toEqual({
    rotation: 0,
    x: 0,
    y: 0.25,
    width: 1,
    height: 0.5,
  });
});

test('it moves by parts of its side as the eye sees it, and stops at the edge', () => {
  expect(cropOf(moved(CENTRED, WIDE, { right: 0.25, down: 0 }), WIDE)).toMatchObject({ x: 0.375, y: 0 });
  expect(cropOf(moved(CENTRED, WIDE, { right: 9, down: 9 }), WIDE)).toMatchObject({ x: 0.5, y: 0 });
  // On its side, the wide picture is a high one: it can go down, and not to the right.
  const onItsSide = turnedTo(CENTRED, 90);
  const down = cropOf(moved(onItsSide, WIDE, { right: 9, down: 0.25 }), WIDE);
  expect(down.x).toBeCloseTo(0);
  expect(down.y).toBeCloseTo(0.375);
});

test('zoom has its limits, and leaves room to move', () => {
  expect(zoomedTo(CENTRED, WIDE, 20).zoom).toBe(100);
  expect(zoomedTo(CENTRED, WIDE, 5000).zoom).toBe(MAX_ZOOM);
  const near = zoomedTo(CENTRED, WIDE, 200);
  expect(cropOf(near, WIDE)).toMatchObject({ x: 0.375, y: 0.25, width: 0.25, height: 0.5 });
  // Zooming out again at the edge brings it back into the picture.
  const edge = zoomedTo(moved(near, WIDE, { right: 9, down: 9 }), WIDE, 100);
  expect(cropOf(edge, WIDE)).toMatchObject({ x: 0.5, y: 0 });
});

test.each([
  [360, 0],
  [180, 180],
  [-180, 180],
  [270, -90],
  [-450, -90],
])('%d degrees are told as %d', (asked, told) => {
  expect(turnedTo(CENTRED, asked).rotation).toBe(told);
});

test('turned at a slant, the square shrinks until no corner of it is empty', () => {
  const size = { width: 600, height: 600 };
  expect(sideOf(turnedTo(CENTRED, 45), size)).toBeCloseTo(600 / Math.SQRT2);
  expect(cropOf(turnedTo(CENTRED, 45), size).width).toBeCloseTo(0.5);
});

test('whatever is done, the whole square lies in the picture, and the server takes it', () => {
  fc.assert(
    fc.property(sizes, steps, (size, taken) => {
      const framing = taken.reduce<Framing>((now, step) => {
        if ('zoom' in step) return zoomedTo(now, size, step.zoom);
        if ('rotation' in step) return turnedTo(now, step.rotation);
        return 'left' in step ? movedTo(now, size, step) : moved(now, size, step);
      }, CENTRED);
      const crop = CropInput.parse(cropOf(framing, size));
      expect(crop.x + crop.width).toBeLessThanOrEqual(1);
      expect(crop.y + crop.height).toBeLessThanOrEqual(1);
      for (const [x, y] of cornersIn(crop, size)) {
        expect(Math.abs(x)).toBeLessThanOrEqual(size.width / 2 + 1e-6 * size.width);
        expect(Math.abs(y)).toBeLessThanOrEqual(size.height / 2 + 1e-6 * size.height);
      }
    }),
  );
});

test('what the number fields show is what they set', () => {
  fc.assert(
    fc.property(sizes, real(-180, 180), real(100, MAX_ZOOM), real(0, 100), (size, rotation, zoom, at) => {
      const framing = movedTo(zoomedTo(turnedTo(CENTRED, rotation), size, zoom), size, {
        left: at,
        top: 100 - at,
      });
      const again = movedTo(framing, size, middleOf(framing, size));
      expect(again.x).toBeCloseTo(framing.x, 6);
      expect(again.y).toBeCloseTo(framing.y, 6);
    }),
  );
});

/** The corners of the square, seen from the middle of the picture before it was turned: worked out from what the server is told alone. */
function cornersIn({ rotation, ...crop }: ReturnType<typeof cropOf>, { width, height }: typeof WIDE) {
  const [cos, sin] = [Math.cos((rotation * Math.PI) / 180), Math.sin((rotation * Math.PI) / 180)];
  const frame = {
    width: Math.abs(width * cos) + Math.abs(height * sin),
    height: Math.abs(width * sin) + Math.abs(height * cos),
  };
  return [0, 1].flatMap((right) =>
    [0, 1].map((down) => {
      const x = (crop.x + right * crop.width - 0.5) * frame.width;
      const y = (crop.y + down * crop.height - 0.5) * frame.height;
      return [x * cos + y * sin, y * cos - x * sin] as const;
    }),
  );
}
