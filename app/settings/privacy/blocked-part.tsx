import { unstable_rethrow } from 'next/navigation';
import { BlockedPeople } from '@/components/privacy/blocked-people';
import { UnreadBlocks } from '@/components/privacy/unread-blocks';
import { forPage } from '@/server/caller';

/** Blocked people, or that they could not be read; who may not read them is sent where they have to go. */
export async function BlockedPart() {
  const blocked = await forPage('/settings/privacy', (api) => api.privacy.blocks.list()).catch((error) => {
    unstable_rethrow(error);
    return undefined;
  });
  return blocked ? <BlockedPeople blocked={blocked} /> : <UnreadBlocks />;
}
