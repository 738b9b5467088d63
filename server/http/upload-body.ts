import type { IncomingMessage } from 'node:http';
import { DomainError } from '@/server/errors';
import { PHOTO_BYTES } from '@/server/photos/rules';

/** Bytes. Around the file stand the lines of its part: its name at most 255 bytes long, and what the browser adds. */
export const UPLOAD_LIMIT = PHOTO_BYTES + 4096;

/** The body of a request, counted as it comes. @throws PHOTO_TOO_LARGE INPUT_INVALID when it ends before its end */
export async function readBody(
  request: IncomingMessage,
  { limit }: { limit: number },
): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    // Left half read, the connection has to live on for the answer.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      const bytes = Buffer.from(chunk);
      length += bytes.length;
      if (length > limit) throw new DomainError('PHOTO_TOO_LARGE');
      chunks.push(bytes);
    }
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw new DomainError('INPUT_INVALID', { cause: error });
  }
  return Buffer.concat(chunks);
}

/** The one file of a form, named `file`: what UploadThing's client sends. @throws PHOTO_TOO_LARGE INPUT_INVALID */
export async function readFile(request: IncomingMessage): Promise<Buffer> {
  const body = await readBody(request, { limit: UPLOAD_LIMIT });
  const type = request.headers['content-type'] ?? '';
  if (!type.toLowerCase().startsWith('multipart/form-data')) throw new DomainError('INPUT_INVALID');
  const form = await new Response(body, { headers: { 'content-type': type } }).formData().catch((error) => {
    throw new DomainError('INPUT_INVALID', { cause: error });
  });
  const [part, ...more] = [...form];
  if (part?.[0] !== 'file' || typeof part[1] === 'string' || more.length > 0)
    throw new DomainError('INPUT_INVALID');
  return Buffer.from(await part[1].arrayBuffer());
}
