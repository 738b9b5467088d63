import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { z } from 'zod';
import { signatureOf } from '@/server/uploads/links';

const API_KEY = 'sk_live_only_the_tests_know_this';
const HOSTS = /^https:\/\/(?:[\w-]+\.)?(ingest\.uploadthing\.com|api\.uploadthing\.com|ufs\.sh)(\/.*)$/;

const Registered = z.object({
  fileKeys: z.array(z.string()),
  metadata: z.unknown(),
  callbackUrl: z.string(),
  callbackSlug: z.string(),
});

interface CloudFile {
  key: string;
  customId: string | null;
  bytes: Buffer;
  uploadedAt: number;
}

/** UploadThing's cloud as its protocol describes it, on a free port: it takes files, calls back, hands them out and deletes them. */
export async function startCloud() {
  // A test may put its own in place of it.
  const send = globalThis.fetch;
  const files = new Map<string, CloudFile>();
  const registered = new Map<string, z.output<typeof Registered>>();
  const results = new Map<string, unknown>();
  const find = (name: string) =>
    [...files.values()].find(({ key, customId }) => key === name || customId === name);

  async function answer(request: IncomingMessage): Promise<Response> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const name = decodeURIComponent(url.pathname.split('/').at(-1) ?? '');
    if (request.method === 'GET') {
      const file = find(name);
      return file ? new Response(new Uint8Array(file.bytes)) : new Response(null, { status: 404 });
    }
    if (request.method === 'PUT') return take(url, request);
    const body: unknown = await new Response(await bodyOf(request)).json();
    if (url.pathname === '/route-metadata') {
      const said = Registered.parse(body);
      for (const key of said.fileKeys) registered.set(key, said);
      return Response.json({ ok: true });
    }
    if (url.pathname === '/callback-result') {
      const { fileKey, callbackData } = z
        .object({ fileKey: z.string(), callbackData: z.unknown() })
        .parse(body);
      results.set(fileKey, callbackData);
      return Response.json({ ok: true });
    }
    if (url.pathname === '/v6/listFiles')
      return Response.json({ hasMore: false, files: [...files.values()].map(listed) });
    if (url.pathname !== '/v6/deleteFiles') return new Response(null, { status: 404 });
    const { fileKeys = [], customIds = [] } = z
      .object({ fileKeys: z.array(z.string()).optional(), customIds: z.array(z.string()).optional() })
      .parse(body);
    const gone = [...fileKeys, ...customIds].flatMap((one) => find(one) ?? []);
    for (const { key } of gone) files.delete(key);
    return Response.json({ success: true, deletedCount: gone.length });
  }

  async function take(url: URL, request: IncomingMessage) {
    const key = url.pathname.slice(1);
    const type = { 'content-type': request.headers['content-type'] ?? '' };
    const form = await new Response(await bodyOf(request), { headers: type }).formData();
    const file = z.instanceof(File).parse(form.get('file'));
    const said = decodeURIComponent(url.searchParams.get('x-ut-custom-id') ?? '');
    const bytes = Buffer.from(await file.arrayBuffer());
    files.set(key, { key, customId: said || null, bytes, uploadedAt: Date.now() });
    const address = `https://app.ufs.sh/f/${key}`;
    const places = { url: address, appUrl: address, ufsUrl: address, fileHash: 'x' };
    const registration = registered.get(key);
    if (registration) {
      const { callbackUrl, callbackSlug, metadata } = registration;
      const told = { key, name: 'photo', size: bytes.length, type: 'image/png', customId: said, ...places };
      const origin = 'https://here.ingest.uploadthing.com';
      const text = JSON.stringify({ status: 'uploaded', metadata, origin, file: told });
      await cloud.callBack(`${callbackUrl}?slug=${callbackSlug}`, text);
    }
    return Response.json({ ...places, serverData: results.get(key) ?? null });
  }

  const server = createServer((request, response) => {
    void answer(request).then(async (given) => {
      response.writeHead(given.status, { 'content-type': 'application/json' });
      response.end(Buffer.from(await given.arrayBuffer()));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;

  const cloud = {
    files,
    token: Buffer.from(JSON.stringify({ apiKey: API_KEY, appId: 'app', regions: ['here'] })).toString(
      'base64',
    ),
    /** What goes to UploadThing goes here; everything else where it was to go. */
    fetch: (async (input, init) => {
      const [, , path] = HOSTS.exec(input instanceof Request ? input.url : String(input)) ?? [];
      return send(path === undefined ? input : `http://127.0.0.1:${port}${path}`, init);
    }) satisfies typeof fetch,
    callBack: (url: string, text: string, signature = signatureOf(text, { apiKey: API_KEY })) =>
      send(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'uploadthing-hook': 'callback',
          'x-uploadthing-signature': signature,
        },
        body: text,
      }),
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
  return cloud;
}

function listed({ key, customId, bytes, uploadedAt }: CloudFile) {
  return {
    id: randomBytes(6).toString('hex'),
    key,
    customId,
    name: 'photo',
    size: bytes.length,
    status: 'Uploaded',
    uploadedAt,
  };
}

async function bodyOf(request: IncomingMessage) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return new Uint8Array(Buffer.concat(chunks));
}
