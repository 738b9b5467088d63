import { createHmac, timingSafeEqual } from 'node:crypto';
import { HERE } from './token';

/** Where a file is sent, by the key of its upload. */
export const UPLOADS_PATH = '/api/uploads/';

const KEY = /^[A-Za-z0-9]{16,128}$/;
const ADDRESS = /^\/api\/uploads\/([^/?]+)\?([^#]*)&signature=([^&#]+)$/;
const SIGNED = 'hmac-sha256=';

/** A link to send a file to, as UploadThing's SDK has signed it. */
export interface UploadLink {
  key: string;
  /** Which of the uploads with this key it is for: the SDK's keys have 31 random bits, and come again. */
  uploadId: string;
  /** Bytes. */
  size: number;
  expiresAt: number;
}

/** The signature of a text under the key of a token. */
export function signatureOf(text: string, { apiKey }: { apiKey: string }) {
  return SIGNED + createHmac('sha256', apiKey).update(text).digest('hex');
}

/** The address on our own server for one of a link that the SDK has made: it works under any name that we have. */
export function relativeLink(url: string) {
  return url.startsWith(`${HERE}/`) ? UPLOADS_PATH + url.slice(HERE.length + 1) : url;
}

/**
 * What a link says, by its path and query as they came over the line: signed is the text, not what it stands for. Undefined when
 * anything about it is not ours. Constant time. When it ends is for the caller to look at.
 */
export function readUploadLink(address: string, { apiKey }: { apiKey: string }): UploadLink | undefined {
  const [, key = '', query = '', signature = ''] = ADDRESS.exec(address) ?? [];
  if (!KEY.test(key)) return undefined;
  const expected = Buffer.from(encodeURIComponent(signatureOf(`${HERE}/${key}?${query}`, { apiKey })));
  const given = Buffer.from(signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const said = new URLSearchParams(query);
  // Encoded once by the SDK, and once more as part of the query.
  const value = (name: string) => decodeURIComponent(said.get(name) ?? '');
  return {
    key,
    uploadId: value('x-ut-custom-id'),
    size: Number(value('x-ut-file-size')),
    expiresAt: Number(said.get('expires')),
  };
}
