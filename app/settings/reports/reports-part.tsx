import { unstable_rethrow } from 'next/navigation';
import { OwnReports } from '@/components/moderation/own-reports';
import { UnreadReports } from '@/components/moderation/unread-reports';
import { forPage } from '@/server/caller';

/** What one reported, or that it could not be read; who may not read it is sent where they have to go. */
export async function ReportsPart() {
  const first = await forPage('/settings/reports', (api) => api.moderation.reports.mine({})).catch(
    (error) => {
      unstable_rethrow(error);
      return undefined;
    },
  );
  return first ? <OwnReports first={first} /> : <UnreadReports />;
}
