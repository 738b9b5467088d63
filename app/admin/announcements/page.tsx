import type { Metadata } from 'next';
import { notFound, unstable_rethrow } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { AnnouncementForm } from '@/components/announcements/announcement-form';
import { AnnouncementList } from '@/components/announcements/announcement-list';
import { UnreadPart } from '@/components/settings/unread-part';
import { StepUpProvider } from '@/components/step-up/step-up-provider';
import { Card } from '@/components/ui/card';
import { Words } from '@/components/words';
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
    <Words
      names={[
        'common',
        'reasons',
        'problems',
        'errors',
        'roles',
        'grants',
        'stepUp',
        'passkeyCreation',
        'announcements',
      ]}
    >
      <StepUpProvider>
        <h1>{t('title')}</h1>
        <p className="readable mt-1 mb-6 text-md text-text-muted">{t('lead')}</p>
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
      </StepUpProvider>
    </Words>
  );
}
