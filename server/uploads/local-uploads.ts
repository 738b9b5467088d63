import { createHash } from 'node:crypto';
import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { createRouteHandler } from 'uploadthing/server';
import { z } from 'zod';
import type { Database } from '@/db/client';
import { photoUploads } from '@/db/schema/photos';
import type { Context, Services } from '@/server/context';
import { DomainError } from '@/server/errors';
import { PhotoUpload } from '@/server/photos/inputs';
import { openStore } from '@/server/photos/open-store';
import { LINK_SECONDS, photoAddress } from '@/server/photos/rules';
import { completeUpload } from './complete-upload';
import { readUploadLink, relativeLink, signatureOf, type UploadLink } from './links';
import { UploadMetadata } from './metadata';
import { withRoom } from './room';
import { HERE, localToken } from './token';
import { uploadRouter } from './upload-router';

/** What the SDK registers before it hands a link out, and what it reports in the end. */
const Registration = z.object({
  fileKeys: z.tuple([z.string()]),
  metadata: UploadMetadata,
  callbackUrl: z.string(),
  callbackSlug: z.string(),
});
const Report = z.object({ fileKey: z.string(), callbackData: z.unknown() });
const Links = z.array(z.looseObject({ url: z.string(), key: z.string() }));

/** What an upload brings, beside its link. */
export interface Sending {
  context: Context;
  /** Reads the file, once it is clear that it is wanted, and how large it was said to be. */
  read(file: { size: number }): Promise<Buffer>;
}

/** UploadThing's server as far as its SDK needs one, within this process: nothing goes out, and nobody comes in but by a link. */
export class LocalUploads {
  readonly #services: Services;
  readonly #apiKey: string;
  readonly #handler: (request: Request) => Promise<Response>;
  /** Who asks, and what was sent, by the very request that the SDK is given. */
  readonly #contexts = new WeakMap<Request, Context>();
  readonly #files = new WeakMap<Request, { bytes: Buffer; context: Context }>();
  /** Why a link that was handed out is good for nothing. */
  readonly #unregistered = new Map<string, unknown>();
  readonly #results = new Map<string, unknown>();

  constructor(services: Services) {
    this.#services = services;
    const { token, apiKey } = localToken(services.secret);
    this.#apiKey = apiKey;
    const router = uploadRouter({
      log: services.log,
      contextOf: (request) => this.#contexts.get(request),
      complete: ({ request, metadata }) => this.#complete(request, metadata),
    });
    this.#handler = createRouteHandler({
      router,
      config: {
        token,
        ingestUrl: HERE,
        callbackUrl: `${HERE}/callback`,
        fetch: (url, init) => this.#answerSdk(new Request(url, init as RequestInit)),
        isDev: false,
        handleDaemonPromise: 'await',
        logLevel: 'Warning',
      },
    });
  }

  /** What UploadThing's client asks: the limits, or a link for a file. Nobody but this process calls back. */
  async ask(request: Request, context: Context): Promise<Response> {
    if (request.headers.has('uploadthing-hook')) throw new DomainError('NOT_ALLOWED');
    // The SDK logs what it does not know, and who asks for it could fill the log.
    const slug = new URL(request.url).searchParams.get('slug');
    if (request.method === 'POST' && slug !== 'avatar') throw new DomainError('INPUT_INVALID');
    this.#contexts.set(request, context);
    const answer = await this.#handler(request);
    if (request.method !== 'POST' || !answer.ok) return answer;
    const links = Links.safeParse(await answer.json()).data;
    if (!links) throw new DomainError('INPUT_INVALID');
    for (const { key } of links) {
      const problem = this.#unregistered.get(key);
      if (this.#unregistered.delete(key)) throw problem;
    }
    return Response.json(links.map((link) => ({ ...link, url: relativeLink(link.url) })));
  }

  /** The link of a request for it, by its path and query as they came. @throws NOT_ALLOWED UPLOAD_EXPIRED */
  linkAt(address: string, { now }: { now: Date }): UploadLink {
    const link = readUploadLink(address, { apiKey: this.#apiKey });
    if (!link) throw new DomainError('NOT_ALLOWED');
    if (!(link.expiresAt > now.getTime())) throw new DomainError('UPLOAD_EXPIRED');
    return link;
  }

  /**
   * Takes a file in: once, from who asked for the link, and as many bytes as were announced. Whatever comes of it, nothing of
   * the upload is left but the photo.
   * @throws UPLOAD_EXPIRED SIGNED_OUT SESSION_ENDED ACCOUNT_INACTIVE INPUT_INVALID, what `read` refuses, and what `makePhoto` and `addPhoto` refuse
   */
  async receive(link: UploadLink, { context, read }: Sending) {
    const { db } = this.#services;
    const session = await context.anySession();
    if (!session) throw new DomainError(context.hasSessionCookie ? 'SESSION_ENDED' : 'SIGNED_OUT');
    if (session.status !== 'active') throw new DomainError('ACCOUNT_INACTIVE');
    const upload = await takeUpload(db, { link, userId: session.userId, now: new Date() });
    if (!upload) throw new DomainError('UPLOAD_EXPIRED');
    try {
      return await withRoom({ bytes: link.size, userId: session.userId }, async () => {
        const bytes = await read(link);
        if (bytes.length !== link.size) throw new DomainError('INPUT_INVALID');
        return this.#callBack(link, { upload, bytes, context });
      });
    } finally {
      await db
        .delete(photoUploads)
        .where(eq(photoUploads.key, link.key))
        .catch((error) => context.log.warn({ error }, 'upload left to the sweep'));
    }
  }

  /** Calls the route as UploadThing's server would, and says what came of it. */
  async #callBack(
    { key, size, uploadId }: UploadLink,
    { upload, bytes, context }: { upload: TakenUpload; bytes: Buffer; context: Context },
  ) {
    const address = `${HERE}/${key}`;
    const fileHash = createHash('sha256').update(bytes).digest('hex');
    const places = { url: address, appUrl: address, ufsUrl: address, fileHash };
    const file = {
      key,
      name: 'photo',
      size,
      type: 'application/octet-stream',
      customId: uploadId,
      ...places,
    };
    const body = JSON.stringify({ status: 'uploaded', metadata: upload.metadata, origin: HERE, file });
    const request = new Request(`${upload.callbackUrl}?slug=${upload.callbackSlug}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'uploadthing-hook': 'callback',
        'x-uploadthing-signature': signatureOf(body, { apiKey: this.#apiKey }),
      },
      body,
    });
    this.#files.set(request, { bytes, context });
    try {
      await this.#handler(request);
      const result = PhotoUpload.safeParse(this.#results.get(key)).data;
      if (!result) throw new DomainError('INTERNAL');
      if ('error' in result) throw new DomainError(result.error);
      const shown = photoAddress(result.photo, 512);
      return { url: shown, appUrl: shown, ufsUrl: shown, fileHash, serverData: result };
    } finally {
      this.#results.delete(key);
    }
  }

  async #complete(request: Request, metadata: UploadMetadata): Promise<PhotoUpload> {
    const file = this.#files.get(request);
    if (!file) throw new Error('a callback that does not come from here');
    const { requestId, ip, userAgent } = file.context;
    return completeUpload(this.#services, {
      store: openStore(this.#services),
      bytes: file.bytes,
      metadata,
      cause: { requestId, ip, userAgent },
    });
  }

  /** What the SDK asks of UploadThing's server. */
  async #answerSdk(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    const body: unknown = await request.json();
    if (pathname === '/route-metadata') {
      const registration = Registration.parse(body);
      const [key] = registration.fileKeys;
      // The SDK hands the link out even so.
      await register(this.#services.db, registration).catch((error) => this.#unregistered.set(key, error));
    } else if (pathname === '/callback-result') {
      const { fileKey, callbackData } = Report.parse(body);
      this.#results.set(fileKey, callbackData);
    } else return Response.json({ ok: false }, { status: 404 });
    return Response.json({ ok: true });
  }
}

async function register(db: Database, registration: z.output<typeof Registration>) {
  const { fileKeys, metadata, callbackUrl, callbackSlug } = registration;
  const [key] = fileKeys;
  const expiresAt = new Date(Date.now() + LINK_SECONDS * 1000);
  await db
    .insert(photoUploads)
    .values({ key, userId: metadata.userId, metadata, callbackUrl, callbackSlug, expiresAt });
}

/** Uses an upload up, in one statement: of two that come at once one finds nothing. */
async function takeUpload(
  db: Database,
  { link, userId, now }: { link: UploadLink; userId: string; now: Date },
): Promise<TakenUpload | undefined> {
  const [taken] = await db
    .update(photoUploads)
    .set({ takenAt: now })
    .where(
      and(
        eq(photoUploads.key, link.key),
        eq(photoUploads.userId, userId),
        sql`${photoUploads.metadata}->>'uploadId' = ${link.uploadId}`,
        isNull(photoUploads.takenAt),
        gt(photoUploads.expiresAt, now),
      ),
    )
    .returning({
      metadata: photoUploads.metadata,
      callbackUrl: photoUploads.callbackUrl,
      callbackSlug: photoUploads.callbackSlug,
    });
  return taken;
}

interface TakenUpload {
  metadata: unknown;
  callbackUrl: string;
  callbackSlug: string;
}
