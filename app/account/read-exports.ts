import { unstable_rethrow } from 'next/navigation';
import { forPage } from '@/server/caller';

/** The copies of a person. @returns undefined when that could not be read; the rest of the page works without it */
export async function readExports(path: string) {
  try {
    return await forPage(path, (api) => api.account.export.status());
  } catch (error) {
    unstable_rethrow(error);
    return undefined;
  }
}
