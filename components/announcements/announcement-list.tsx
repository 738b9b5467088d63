'use client';

import { Megaphone } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { usePages } from '@/components/admin/use-pages';
import { MoreLines } from '@/components/settings/more-lines';
import { trpc } from '@/components/trpc';
import { EmptyState } from '@/components/ui/empty-state';
import type { AnnouncementView } from '@/server/notifications/announcements';
import { AnnouncementRow } from './announcement-row';

/** Milliseconds between two looks while one is being told. */
const LOOK_EVERY = 2000;

interface Page {
  announcements: AnnouncementView[];
  next: string | null;
}

/** What was announced, the newest first; how far it is while it is being told. */
export function AnnouncementList({ page }: { page: Page }) {
  const t = useTranslations('announcements');
  const router = useRouter();
  const { lines, hasMore, loading, refusal, loadMore } = usePages({
    lines: page.announcements,
    next: page.next,
    answer: page,
    query: '',
    idOf: ({ id }) => id,
    read: async (after: string) => {
      const { announcements, next } = await trpc.notifications.announcements.list.query({ after });
      return { lines: announcements, next };
    },
  });
  const isMoving = page.announcements.some(({ state }) => state === 'sending');

  useEffect(() => {
    if (!isMoving) return;
    const looking = setInterval(() => router.refresh(), LOOK_EVERY);
    return () => clearInterval(looking);
  }, [isMoving, router]);

  if (lines.length === 0) return <EmptyState icon={<Megaphone />} title={t('empty')} text={t('emptyText')} />;
  return (
    <>
      <ul aria-label={t('list')} className="divide-y">
        {lines.map((one) => (
          <AnnouncementRow key={one.id} announcement={one} />
        ))}
      </ul>
      <MoreLines list={{ hasMore, loading, refusal, loadMore }} label={t('more')} />
    </>
  );
}
