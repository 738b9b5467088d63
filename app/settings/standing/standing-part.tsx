import { unstable_rethrow } from 'next/navigation';
import { Standing } from '@/components/moderation/sanction-standing';
import { UnreadStanding } from '@/components/moderation/sanction-unread';
import { forPage } from '@/server/caller';

/** What holds against oneself, or that it could not be read; who may not read it is sent where they have to go. */
export async function StandingPart() {
  const found = await forPage('/settings/standing', (api) => api.moderation.sanctions.mine()).catch(
    (error) => {
      unstable_rethrow(error);
      return undefined;
    },
  );
  return found ? <Standing {...found} /> : <UnreadStanding />;
}
