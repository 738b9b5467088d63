import { z } from 'zod';
import type { Person } from './factories';
import type { TestServer } from './http';

const Links = z.tuple([z.looseObject({ url: z.string(), key: z.string() })]);

interface WishedFile {
  size: number;
  type?: string;
  name?: string;
}

/** The whole picture, as it is. */
export const WHOLE = { rotation: 0, x: 0, y: 0, width: 1, height: 1 };

/** What UploadThing's client does in a browser, step by step. */
export function photoClient(server: Pick<TestServer, 'port'>, person: Pick<Person, 'token'> | null) {
  const home = `http://127.0.0.1:${server.port}`;
  const headers = {
    'sec-fetch-site': 'same-origin',
    ...(person && { cookie: `foyer.session=${person.token}` }),
  };
  const client = {
    post: (query: string, body: unknown, more: Record<string, string> = {}) =>
      fetch(`${home}/api/uploadthing?${query}`, {
        method: 'POST',
        headers: {
          ...headers,
          'content-type': 'application/json',
          'x-uploadthing-version': '7.7.4',
          ...more,
        },
        body: JSON.stringify(body),
      }),
    /** Asks for a link. */
    begin(file: WishedFile, input: unknown = { crop: WHOLE, alt: '' }, more: Record<string, string> = {}) {
      const files = [{ name: 'me.png', type: 'image/png', lastModified: 1, ...file }];
      return client.post('actionType=upload&slug=avatar', { files, input }, more);
    },
    async link(file: WishedFile, input?: unknown) {
      const answer = await client.begin(file, input);
      const [{ url }] = Links.parse(await answer.json());
      return url;
    },
    put(url: string, bytes: Uint8Array, more: Record<string, string> = {}) {
      const form = new FormData();
      form.append('file', new File([new Uint8Array(bytes)], 'me.png', { type: 'image/png' }));
      return fetch(home + url, { method: 'PUT', headers: { ...headers, ...more }, body: form });
    },
    head: (url: string) => fetch(home + url, { method: 'HEAD', headers }),
    get: (path: string, more: Record<string, string> = {}) =>
      fetch(home + path, { headers: { ...headers, ...more } }),
    /** All of it. */
    async upload(bytes: Uint8Array, input?: unknown): Promise<unknown> {
      const url = await client.link({ size: bytes.length }, input);
      await client.head(url);
      return (await client.put(url, bytes)).json();
    },
  };
  return client;
}
