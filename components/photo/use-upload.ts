import { generateReactHelpers } from '@uploadthing/react';
import { useState } from 'react';
import { z } from 'zod';
import type { Refusal } from '@/components/refusal';
import type { AvatarInput } from '@/server/photos/inputs';
import type { UploadRouter } from '@/server/uploads/upload-router';
import { uploadRefusalOf } from './upload-refusal';

/** What the server answers in the end; its type is lost on the way through the SDK. */
const Answer = z.object({
  photo: z.object({ id: z.string(), alt: z.string(), createdAt: z.string() }),
  removed: z.array(z.enum(['location', 'camera', 'date'])),
});
const Refused = z.object({ error: z.string() });

const { useUploadThing } = generateReactHelpers<UploadRouter>({ url: '/api/uploadthing' });

/** Sends the photo: how far it is, why it did not work, and a way to stop it, after which everything is as before. */
export function useUpload() {
  // One for each try, since what was stopped stays stopped.
  const [stop, setStop] = useState(() => new AbortController());
  const [percent, setPercent] = useState<number>();
  const [refusal, setRefusal] = useState<Refusal>();
  const { startUpload } = useUploadThing('avatar', {
    signal: stop.signal,
    uploadProgressGranularity: 'fine',
    onUploadProgress: setPercent,
    onUploadError: (error) => setRefusal(uploadRefusalOf(error)),
  });

  /** @returns what the server answered; undefined when it was stopped or refused */
  async function send(file: File, input: z.input<typeof AvatarInput>) {
    setRefusal(undefined);
    setPercent(0);
    try {
      const [sent] = (await startUpload([file], input)) ?? [];
      // Where the file went elsewhere, a refusal comes as an answer.
      const refused = Refused.safeParse(sent?.serverData);
      if (refused.success) throw new Error(refused.data.error);
      return sent && Answer.parse(sent.serverData);
    } catch (error) {
      if (!stop.signal.aborted) setRefusal(uploadRefusalOf(error));
      return undefined;
    } finally {
      setPercent(undefined);
      setStop(new AbortController());
    }
  }

  return { send, cancel: () => stop.abort(), percent, refusal };
}
