import type { RemovedMetadata } from '@/db/schema/photos';

/** Exif 3.0: in the first directory, and in the one that `EXIF` points to. */
const TAG = { GPS: 0x8825, EXIF: 0x8769 } as const;
const CAMERA = new Set([0x010f, 0x0110, 0xa430, 0xa431, 0xa432, 0xa433, 0xa434, 0xa435]);
const DATE = new Set([0x0132, 0x9003, 0x9004]);
/** Bytes of an entry in a directory. */
const ENTRY = 12;

const XMP: Record<RemovedMetadata, RegExp> = {
  location: /exif:GPS|photoshop:(City|State|Country)|Iptc4xmp\w+:Location/,
  camera: /tiff:(Make|Model)\b|aux:(Lens|SerialNumber)|exifEX:(Lens|BodySerial)/,
  date: /xmp:CreateDate|photoshop:DateCreated|exif:DateTime(Original|Digitized)/,
};

const ORDER: RemovedMetadata[] = ['location', 'camera', 'date'];

/** What a file told about its person beside the picture, as sharp hands its EXIF and XMP over. None of it is kept. */
export function removedMetadata({
  exif,
  xmp,
}: {
  exif?: Buffer | undefined;
  xmp?: Buffer | undefined;
}): RemovedMetadata[] {
  const told = new Set<RemovedMetadata>();
  const tags = exif ? tagsOf(exif) : [];
  for (const tag of tags) {
    if (tag === TAG.GPS) told.add('location');
    if (CAMERA.has(tag)) told.add('camera');
    if (DATE.has(tag)) told.add('date');
  }
  const text = xmp?.toString('utf8') ?? '';
  for (const kind of ORDER) if (XMP[kind].test(text)) told.add(kind);
  return ORDER.filter((kind) => told.has(kind));
}

/** The tags of the first directory of an EXIF block and of the one for the camera; what is damaged has none. */
function tagsOf(exif: Buffer): number[] {
  const tiff = exif.toString('latin1', 0, 6) === 'Exif\0\0' ? exif.subarray(6) : exif;
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const short = (at: number) =>
    at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at);
  const long = (at: number) =>
    at + 4 > tiff.length ? 0 : little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at);
  const entriesAt = (start: number) => {
    const count = Math.min(short(start), Math.max(0, Math.floor((tiff.length - start - 2) / ENTRY)));
    return Array.from({ length: start ? count : 0 }, (_, n) => start + 2 + n * ENTRY);
  };
  const first = entriesAt(long(4));
  const pointers = first.filter((at) => short(at) === TAG.EXIF).map((at) => long(at + 8));
  const gps = first.filter((at) => short(at) === TAG.GPS).map((at) => long(at + 8));
  // A directory for the place that is there and empty tells no place.
  const places = gps.some((start) => entriesAt(start).length > 0);
  const tags = [...first, ...pointers.flatMap(entriesAt)].map(short);
  return tags.filter((tag) => tag !== TAG.GPS || places);
}
