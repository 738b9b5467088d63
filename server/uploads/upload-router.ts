import { randomUUID } from 'node:crypto';
import { createUploadthing, UploadThingError, UTFiles } from 'uploadthing/server';
import type { z } from 'zod';
import { findDatabaseError } from '@/db/connection/errors';
import { countUse } from '@/server/auth/throttle';
import type { Context } from '@/server/context';
import { DomainError } from '@/server/errors';
import type { Log } from '@/server/log';
import { AvatarInput, type PhotoUpload } from '@/server/photos/inputs';
import { LINK_SECONDS, PHOTO_BYTES, PHOTO_TYPES } from '@/server/photos/rules';
import { REASONS, type Reason } from '@/server/reasons';
import type { UploadMetadata } from './metadata';

/** What the routes need beside what UploadThing hands to them. */
interface Given {
  log: Log;
  /** Of the very request that is being answered. */
  contextOf(request: Request): Context | undefined;
  /** Makes the photo of what was sent. */
  complete(upload: {
    request: Request;
    metadata: UploadMetadata;
    file: { key: string };
  }): Promise<PhotoUpload>;
}

/** The kinds of upload there are. */
export function uploadRouter({ log, contextOf, complete }: Given) {
  const route = createUploadthing({ errorFormatter: (error) => ({ message: reasonIn(error) }) });
  // As large as the SDK can say; `begin` knows the real limit. Named exactly: `image` alone would let SVG in.
  const limits = { maxFileSize: '8MB', maxFileCount: 1, minFileCount: 1 } as const;
  const types = Object.fromEntries(PHOTO_TYPES.map((type) => [type, limits]));
  return {
    avatar: route(types, {
      presignedURLTTL: LINK_SECONDS,
      // Fifty people who send the same file at the same moment would otherwise get the same key.
      getFileHashParts: () => [randomUUID()],
    })
      .input(AvatarInput)
      .middleware(async ({ req, input, files }) => {
        const context = contextOf(req);
        try {
          if (!context) throw new Error('an upload without a request of ours');
          return await begin(context, { input, files });
        } catch (error) {
          throw toldInReasons(error, context?.log ?? log);
        }
      })
      .onUploadComplete(({ req, metadata, file }) => complete({ request: req, metadata, file })),
  };
}

export type UploadRouter = ReturnType<typeof uploadRouter>;

/**
 * Who may send a photo, and what is known of it before it comes. Who it is, the request alone tells.
 * @throws SIGNED_OUT SESSION_ENDED ACCOUNT_INACTIVE INPUT_INVALID PHOTO_FORMAT PHOTO_TOO_LARGE RATE_LIMITED
 */
async function begin(
  context: Context,
  { input, files }: { input: z.output<typeof AvatarInput>; files: readonly { size: number; type: string }[] },
) {
  const session = await context.anySession();
  if (!session) throw new DomainError(context.hasSessionCookie ? 'SESSION_ENDED' : 'SIGNED_OUT');
  if (session.status !== 'active') throw new DomainError('ACCOUNT_INACTIVE');
  const [file, ...more] = files;
  if (!file || more.length > 0 || !Number.isSafeInteger(file.size) || file.size < 1)
    throw new DomainError('INPUT_INVALID');
  if (!PHOTO_TYPES.some((type) => type === file.type)) throw new DomainError('PHOTO_FORMAT');
  if (file.size > PHOTO_BYTES) throw new DomainError('PHOTO_TOO_LARGE');
  await countUse(context.db, { limit: 'photo.person', key: session.userId });
  const uploadId = randomUUID();
  const metadata: UploadMetadata = { uploadId, userId: session.userId, sessionId: session.id, ...input };
  // Its name stays with its person.
  return { ...metadata, [UTFiles]: [{ ...file, name: 'photo', customId: uploadId }] };
}

/** The SDK passes the message of its own errors on, and nothing of any other. */
function toldInReasons(error: unknown, log: Log) {
  const reason = reasonOf(error);
  if (reason === 'INTERNAL') log.error({ error }, 'upload not begun');
  else log.info({ reason }, 'upload refused');
  return new UploadThingError({ code: CODES[REASONS[reason]] ?? 'INTERNAL_SERVER_ERROR', message: reason });
}

/** What a failure is called outside. */
export function reasonOf(error: unknown): Reason {
  if (error instanceof DomainError) return error.reason;
  return findDatabaseError(error) ? 'UNAVAILABLE' : 'INTERNAL';
}

/** The SDK's words for a status; it has none for 401, 429 and 503. */
const CODES: Partial<Record<(typeof REASONS)[Reason], UploadThingError['code']>> = {
  BAD_REQUEST: 'BAD_REQUEST',
  UNAUTHORIZED: 'FORBIDDEN',
  FORBIDDEN: 'FORBIDDEN',
  TOO_MANY_REQUESTS: 'FORBIDDEN',
  PAYLOAD_TOO_LARGE: 'TOO_LARGE',
};

/** One of ours, or what stands for the sentences of the SDK. */
function reasonIn({ message, code }: UploadThingError) {
  if (Object.hasOwn(REASONS, message)) return message;
  return code === 'BAD_REQUEST' || code === 'NOT_FOUND' ? 'INPUT_INVALID' : 'INTERNAL';
}
