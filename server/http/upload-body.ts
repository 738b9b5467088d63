import type { IncomingMessage } from 'node:http';
import { DomainError } from '@/server/errors';
import { PHOTO_BYTES } from '@/server/photos/rules';

/** Bytes. Around the file stand the lines of its part: its name at most 255 bytes long, and what the browser adds. */
const AROUND = 4096;
export const UPLOAD_LIMIT = PHOTO_BYTES + AROUND;
/** Bytes of the line that stands before a part: two dashes, and 70 characters at most (RFC 2046 section 5.1.1). */
const BOUNDARY = 72;

/**
 * The least pace of a file. `grace` milliseconds may pass with nothing, and what has come after them must be no less than on the way
 * to all of it in `whole` milliseconds. So who holds room for files has to send, and as much for many small ones as for a large one.
 */
export interface Pace {
  grace: number;
  whole: number;
  /** How often we look, in milliseconds. */
  look: number;
  /** Milliseconds that only go forward. */
  now(): number;
}

/** Together as long as a request may take (`createHttpServer`): a steady line that makes it within that is fast enough. */
const PACE: Pace = { grace: 10_000, whole: 170_000, look: 1000, now: () => performance.now() };

/**
 * The body of a request, counted as it comes; where a pace is given, that of a file of `size` bytes.
 * @throws PHOTO_TOO_LARGE PHOTO_TOO_SLOW INPUT_INVALID when it ends before its end
 */
export async function readBody(
  request: IncomingMessage,
  { limit, least }: { limit: number; least?: Pace & { size: number } },
): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let length = 0;
  const watch = least && watchPace(least, () => length);
  // Left half read, the connection has to live on for the answer.
  const parts = request.iterator({ destroyOnReturn: false });
  try {
    for (;;) {
      const next = parts.next();
      const part = await (watch ? Promise.race([next, watch.tooSlow]) : next);
      if (part.done) return Buffer.concat(chunks);
      const bytes = Buffer.from(part.value);
      length += bytes.length;
      if (length > limit) throw new DomainError('PHOTO_TOO_LARGE');
      chunks.push(bytes);
    }
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw new DomainError('INPUT_INVALID', { cause: error });
  } finally {
    watch?.stop();
    // Not waited for: it comes to its end after the part that did not come.
    void parts.return?.();
  }
}

/** Looks after the pace of a file, of which `come` tells how many bytes have come. */
function watchPace({ size, grace, whole, look, now }: Pace & { size: number }, come: () => number) {
  const begun = now();
  let timer: NodeJS.Timeout | undefined;
  const tooSlow = new Promise<never>((_, reject) => {
    timer = setInterval(() => {
      if (come() < (size * (now() - begun - grace)) / whole) reject(new DomainError('PHOTO_TOO_SLOW'));
    }, look);
  });
  return { tooSlow, stop: () => clearInterval(timer) };
}

/**
 * The one file of a form, named `file`: what UploadThing's client sends.
 * @param size how many bytes it was said to have
 * @throws PHOTO_TOO_LARGE PHOTO_TOO_SLOW INPUT_INVALID
 */
export async function readFile(
  request: IncomingMessage,
  { size, pace = PACE }: { size: number; pace?: Pace | undefined },
): Promise<Buffer> {
  const body = await readBody(request, { limit: UPLOAD_LIMIT, least: { ...pace, size } });
  const type = request.headers['content-type'] ?? '';
  if (!type.toLowerCase().startsWith('multipart/form-data')) throw new DomainError('INPUT_INVALID');
  if (!isOnePart(body)) throw new DomainError('INPUT_INVALID');
  const form = await new Response(body, { headers: { 'content-type': type } }).formData().catch((error) => {
    throw new DomainError('INPUT_INVALID', { cause: error });
  });
  const [part, ...more] = [...form];
  if (part?.[0] !== 'file' || typeof part[1] === 'string' || more.length > 0)
    throw new DomainError('INPUT_INVALID');
  return Buffer.from(await part[1].arrayBuffer());
}

/**
 * Whether a form has one part, with no more lines before and after it than belong there. To read a form costs by its lines and
 * parts: a million of them, in no more bytes than a photo, would keep everybody waiting for seconds.
 */
function isOnePart(body: Buffer) {
  const boundary = body.subarray(0, body.indexOf('\r\n'));
  const head = body.indexOf('\r\n\r\n');
  if (boundary.length > BOUNDARY || head < 0 || head > AROUND) return false;
  const next = body.indexOf(Buffer.concat([Buffer.from('\r\n'), boundary]), head);
  return next >= body.length - AROUND;
}
