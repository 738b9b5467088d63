import { UTApi, UTFile } from 'uploadthing/server';
import { DomainError } from '@/server/errors';
import { readToken } from '@/server/uploads/token';
import { PHOTO_SIZES } from './rules';
import type { PhotoStore } from './store';

/** Files asked for in one list. */
const PAGE = 500;
const KEY = /^([0-9a-f]{64})-\d+$/;

/** UploadThing's cloud as far as photos need it; `fetch` is what its SDK would take by itself. */
export interface Cloud {
  token: string;
  fetch: typeof fetch;
}

/** What lies in the cloud under a name of its own or of ours. @throws PHOTO_TOO_LARGE for more bytes than are wanted */
export async function readFromCloud(
  { token, fetch }: Cloud,
  { name, limit }: { name: string; limit: number },
): Promise<Buffer | undefined> {
  const { appId = '' } = readToken(token) ?? {};
  const answer = await fetch(`https://${appId}.ufs.sh/f/${encodeURIComponent(name)}`);
  if (answer.status === 404) return undefined;
  if (!answer.ok || !answer.body) throw new DomainError('UNAVAILABLE', { retryAfter: 10 });
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer.body) {
    length += chunk.length;
    if (length > limit) throw new DomainError('PHOTO_TOO_LARGE');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * Photos in UploadThing's cloud, each file under a name of ours: `<key>-<size>`. They are read through this server, which knows who
 * may see them.
 */
export function cloudStore(cloud: Cloud): PhotoStore {
  const api = new UTApi({ token: cloud.token, fetch: cloud.fetch, logLevel: 'Warning' });
  const read: PhotoStore['read'] = ({ key, size }) =>
    readFromCloud(cloud, { name: `${key}-${size}`, limit: Number.POSITIVE_INFINITY });
  return {
    read,

    async put({ key, files }) {
      for (const [size, content] of files) {
        if (await read({ key, size })) continue;
        const file = new UTFile([new Uint8Array(content)], `${size}.webp`, {
          type: 'image/webp',
          customId: `${key}-${size}`,
        });
        const { error } = await api.uploadFiles(file);
        if (error) throw new DomainError('UNAVAILABLE', { retryAfter: 10, cause: error });
      }
    },

    async remove(key) {
      const names = PHOTO_SIZES.map((size) => `${key}-${size}`);
      // An original goes by the name of its upload.
      await api.deleteFiles(key.length === 64 ? names : [key], { keyType: 'customId' });
    },

    async *keysBefore(time) {
      const seen = new Set<string>();
      for (let offset = 0, more = true; more; offset += PAGE) {
        const { files, hasMore } = await api.listFiles({ limit: PAGE, offset });
        more = hasMore;
        for (const { customId, uploadedAt } of files) {
          if (customId === null || uploadedAt >= time.getTime()) continue;
          const key = KEY.exec(customId)?.[1] ?? customId;
          if (!seen.has(key)) yield key;
          seen.add(key);
        }
      }
    },
  };
}
