'use client';

import { AppWindow } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useKeptFocus } from '@/components/security/use-kept-focus';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import type { AllowedApp, ReusedToken } from '@/server/oauth/apps';
import { AppCard } from './app-card';
import { ReusedNotice } from './reused-notice';

/** The apps that may act for a person, below what happened to one that they have to know of. */
export function Apps({ allowed, reused }: { allowed: AllowedApp[]; reused: ReusedToken[] }) {
  const t = useTranslations('apps');
  const place = useKeptFocus<HTMLElement>(allowed.length);
  return (
    <div className="flex flex-col gap-6">
      {reused.map((use) => (
        <ReusedNotice key={use.id} use={use} />
      ))}
      <section
        id="allowedApps"
        ref={place}
        tabIndex={-1}
        aria-label={t('listTitle')}
        className="flex scroll-mt-6 flex-col gap-6 outline-none"
      >
        {allowed.map((app) => (
          <AppCard key={app.clientId} app={app} />
        ))}
        {allowed.length === 0 && (
          <Card title={t('listTitle')}>
            <EmptyState icon={<AppWindow />} title={t('empty')} text={t('emptyText')} />
          </Card>
        )}
      </section>
    </div>
  );
}
