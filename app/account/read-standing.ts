import { unstable_rethrow } from 'next/navigation';
import { forPage } from '@/server/caller';

/** What holds against a person. @returns undefined when that could not be read; the rest of the page works without it */
export async function readStanding(path: string) {
  try {
    return await forPage(path, (api) => api.moderation.sanctions.mine());
  } catch (error) {
    unstable_rethrow(error);
    return undefined;
  }
}
