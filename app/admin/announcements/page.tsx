import type { Metadata } from 'next';
import { notFound, unstable_rethrow } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { StaffPage } from '@/components/admin/staff-page';
import { AnnouncementForm } from '@/components/announcements/announcement-form';
import { AnnouncementList } from '@/components/announcements/announcement-list';
import { UnreadPart } from '@/components/settings/unread-part';
import { Card } from '@/components/ui/card';
import { forPage } from '@/server/caller';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('announcements'))('title') };
}

export default async function AnnouncementsPage() {
  const path = '/admin/announcements';
  const [me, t, page] = await Promise.all([
    forPage(path, (api) => api.viewer.staff()),
    getTranslations('announcements'),
    forPage(path, (api) => api.notifications.announcements.list({})).catch((error) => {
      unstable_rethrow(error);
      return undefined;
    }),
  ]);
  if (!me.permissions.includes('announcements.send')) notFound();
  return (
    <StaffPage names={['roles', 'grants', 'announcements']} head={{ title: t('title'), lead: t('lead') }}>
      <div className="flex max-w-3xl flex-col gap-6">
        <Card title={t('new')}>
          <AnnouncementForm mayNarrow={me.permissions.includes('roles.assign')} />
        </Card>
        <Card title={t('list')}>
          {page ? (
            <AnnouncementList page={page} />
          ) : (
            <UnreadPart title={t('unread')} text={t('unreadText')} />
          )}
        </Card>
      </div>
    </StaffPage>
  );
}
