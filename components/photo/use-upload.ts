import { generateReactHelpers } from '@uploadthing/react';
import { useState } from 'react';
import type { z } from 'zod';
import type { Refusal } from '@/components/refusal';
import { type AvatarInput, PhotoUpload } from '@/server/photos/inputs';
import type { UploadRouter } from '@/server/uploads/upload-router';
import { uploadRefusalOf } from './upload-refusal';

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
      const answer = sent && PhotoUpload.parse(sent.serverData);
      // Where the file went elsewhere.
      if (answer && 'error' in answer) throw new Error(answer.error);
      return answer;
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
