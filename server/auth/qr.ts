import { encode } from 'uqr';

/** Modules of quiet around a code (ISO/IEC 18004 section 9.1). */
const QUIET_ZONE = 4;

/**
 * A text as a QR code: the dark modules as the path of an SVG of `size` by `size`, quiet zone included. A path and no
 * markup, so that the page puts it into an attribute and never parses what it is handed.
 */
export function qrCode(text: string): { size: number; path: string } {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET_ZONE });
  return { size, path: data.flatMap(rowPath).join('') };
}

/** The dark modules of a row, neighbours as one rectangle. */
function rowPath(row: boolean[], y: number) {
  const strips: string[] = [];
  for (let x = 0; x < row.length; x++) {
    let end = x;
    while (row[end]) end++;
    if (end > x) strips.push(`M${x} ${y}h${end - x}v1H${x}z`);
    x = Math.max(x, end);
  }
  return strips;
}
