import { unstable_rethrow } from 'next/navigation';
import { Sessions } from '@/components/sessions/sessions';
import { forPage } from '@/server/caller';

/** The list, or that it could not be read; who may not read it is sent where they have to go. */
export async function SessionsPart() {
  const list = await forPage('/settings/sessions', (api) => api.auth.sessions.list()).catch((error) => {
    unstable_rethrow(error);
    return undefined;
  });
  return <Sessions list={list} />;
}
