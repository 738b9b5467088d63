import { createRouteHandler, UTApi } from 'uploadthing/server';
import type { Context, Services } from '@/server/context';
import { DomainError } from '@/server/errors';
import { type Cloud, cloudStore, readFromCloud } from '@/server/photos/cloud-store';
import type { PhotoUpload } from '@/server/photos/inputs';
import { PHOTO_BYTES } from '@/server/photos/rules';
import { completeUpload } from './complete-upload';
import { UploadMetadata } from './metadata';
import { uploadRouter } from './upload-router';

/**
 * Uploads by way of UploadThing's cloud: the file goes there, its server tells ours, and what was made of it goes there again. What
 * was sent is deleted whatever comes of it.
 */
export class CloudUploads {
  readonly #services: Services;
  readonly #cloud: Cloud;
  readonly #api: UTApi;
  readonly #handler: (request: Request) => Promise<Response>;
  readonly #contexts = new WeakMap<Request, Context>();

  constructor(services: Services, cloud: Cloud) {
    this.#services = services;
    this.#cloud = cloud;
    this.#api = new UTApi({ ...cloud, logLevel: 'Warning' });
    const router = uploadRouter({
      log: services.log,
      contextOf: (request) => this.#contexts.get(request),
      complete: ({ request, metadata, file }) => this.#complete(request, { metadata, key: file.key }),
    });
    this.#handler = createRouteHandler({
      router,
      config: {
        ...cloud,
        // By itself the SDK would believe the request.
        callbackUrl: `${services.appUrl}/api/uploadthing`,
        isDev: false,
        handleDaemonPromise: 'await',
        logLevel: 'Warning',
      },
    });
  }

  /** What UploadThing's client asks, and what its server tells: the SDK looks at the signature. */
  async ask(request: Request, context: Context): Promise<Response> {
    const slug = new URL(request.url).searchParams.get('slug');
    if (request.method === 'POST' && slug !== 'avatar') throw new DomainError('INPUT_INVALID');
    this.#contexts.set(request, context);
    return this.#handler(request);
  }

  async #complete(request: Request, sent: { metadata: unknown; key: string }): Promise<PhotoUpload> {
    const { log } = this.#services;
    const { key } = sent;
    try {
      const metadata = UploadMetadata.parse(sent.metadata);
      const bytes = await readFromCloud(this.#cloud, { name: key, limit: PHOTO_BYTES });
      if (!bytes) return { error: 'UPLOAD_EXPIRED' };
      const requestId = this.#contexts.get(request)?.requestId;
      const store = cloudStore(this.#cloud);
      return await completeUpload(this.#services, { store, bytes, metadata, cause: { requestId } });
    } catch (error) {
      if (error instanceof DomainError) return { error: error.reason };
      log.error({ error }, 'photo not fetched');
      return { error: 'INTERNAL' };
    } finally {
      await this.#api.deleteFiles(key).catch((error) => log.warn({ error }, 'original left to the sweep'));
    }
  }
}
