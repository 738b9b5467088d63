import { unstable_rethrow } from 'next/navigation';
import { SettingsMutes } from '@/components/notifications/settings-mutes';
import { MutesUnread } from '@/components/notifications/settings-unread';
import { forPage } from '@/server/caller';

/** Muted people and groups, or that they could not be read. */
export async function MutesPart() {
  const first = await forPage('/settings/notifications', (api) => api.notifications.mutes.list({})).catch(
    (error) => {
      unstable_rethrow(error);
      return undefined;
    },
  );
  return first ? <SettingsMutes first={first} /> : <MutesUnread />;
}
