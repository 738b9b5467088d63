import type { Crop } from '@/server/photos/inputs';

/** A picture as it stands upright, in pixels. */
export interface Size {
  width: number;
  height: number;
}

/** Which square of a picture becomes the photo. It always lies within the picture, however that is turned. */
export interface Framing {
  /** Degrees clockwise, above -180 and up to 180. */
  rotation: number;
  /** Percent: 100 is the largest square that fits. */
  zoom: number;
  /** The middle of the square, in parts of the picture's own width and height before it is turned. */
  x: number;
  y: number;
}

export const MAX_ZOOM = 800;

/** As large as can be, in the middle, not turned. */
export const CENTRED: Framing = { rotation: 0, zoom: 100, x: 0.5, y: 0.5 };

/** The same square moved by parts of its side, as the eye sees it: to the right and down. */
export function moved(framing: Framing, size: Size, by: { right: number; down: number }): Framing {
  const side = sideOf(framing, size);
  const [right, down] = turned([by.right * side, by.down * side], -framing.rotation);
  return within({ ...framing, x: framing.x + right / size.width, y: framing.y + down / size.height }, size);
}

export function zoomedTo(framing: Framing, size: Size, zoom: number): Framing {
  return within({ ...framing, zoom: clamp(zoom, 100, MAX_ZOOM) }, size);
}

/** Turned around the middle of the square; it stays within the picture, and shrinks where it has to. */
export function turnedTo(framing: Framing, rotation: number): Framing {
  const once = ((rotation % 360) + 360) % 360;
  return { ...framing, rotation: once > 180 ? once - 360 : once };
}

/** The middle of the square in percent of what is seen: from the left and from the top of the frame around the turned picture. */
export function middleOf(framing: Framing, size: Size) {
  const frame = frameOf(framing, size);
  const [right, down] = middle(framing, size);
  return { left: (right / frame.width + 0.5) * 100, top: (down / frame.height + 0.5) * 100 };
}

/** The middle of the square as `middleOf` tells it, or as near to that as the picture allows. */
export function movedTo(framing: Framing, size: Size, to: { left: number; top: number }): Framing {
  const frame = frameOf(framing, size);
  const [x, y] = turned(
    [(to.left / 100 - 0.5) * frame.width, (to.top / 100 - 0.5) * frame.height],
    -framing.rotation,
  );
  return within({ ...framing, x: x / size.width + 0.5, y: y / size.height + 0.5 }, size);
}

/** The side of the square in pixels of the picture. */
export function sideOf({ rotation, zoom }: Framing, { width, height }: Size) {
  const [cos, sin] = directionOf(rotation);
  return (Math.min(width, height) / (Math.abs(cos) + Math.abs(sin))) * (100 / zoom);
}

/** The square as the server is told of it. */
export function cropOf(framing: Framing, size: Size): Crop {
  const frame = frameOf(framing, size);
  const side = sideOf(framing, size);
  const [right, down] = middle(framing, size);
  const width = Math.min(1, side / frame.width);
  const height = Math.min(1, side / frame.height);
  return {
    rotation: framing.rotation,
    // Within the frame to the last bit, whatever the cosines were rounded to.
    x: clamp(right / frame.width + 0.5 - width / 2, 0, 1 - width),
    y: clamp(down / frame.height + 0.5 - height / 2, 0, 1 - height),
    width,
    height,
  };
}

/** The smallest upright frame around the turned picture. */
function frameOf({ rotation }: Framing, { width, height }: Size): Size {
  const [cos, sin] = directionOf(rotation).map(Math.abs) as [number, number];
  return { width: width * cos + height * sin, height: width * sin + height * cos };
}

/** The middle of the square from that of the frame, in pixels as the eye sees them. */
function middle({ x, y, rotation }: Framing, { width, height }: Size) {
  return turned([(x - 0.5) * width, (y - 0.5) * height], rotation);
}

/** Seen from the picture, a turned square reaches as far to each side as half the shorter side of the picture, by the zoom. */
function within(framing: Framing, { width, height }: Size): Framing {
  const reach = (Math.min(width, height) / 2) * (100 / framing.zoom);
  return {
    ...framing,
    x: clamp(framing.x, reach / width, 1 - reach / width),
    y: clamp(framing.y, reach / height, 1 - reach / height),
  };
}

function turned([x, y]: [number, number], degrees: number): [number, number] {
  const [cos, sin] = directionOf(degrees);
  return [x * cos - y * sin, x * sin + y * cos];
}

function directionOf(degrees: number): [number, number] {
  const radians = (degrees * Math.PI) / 180;
  return [Math.cos(radians), Math.sin(radians)];
}

function clamp(value: number, min: number, max: number) {
  return Math.min(Math.max(value, min), Math.max(min, max));
}
