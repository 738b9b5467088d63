import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Suspense } from 'react';
import { PrivacyForm } from '@/components/privacy/privacy-form';
import { PrivacySummary } from '@/components/privacy/summary';
import { SwitchCards } from '@/components/privacy/switch-cards';
import { Card } from '@/components/ui/card';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Words } from '@/components/words';
import { forPage } from '@/server/caller';
import { BlockedPart } from './blocked-part';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('privacy'))('title') };
}

export default async function PrivacyPage() {
  const [[saved, me], t] = await Promise.all([
    forPage('/settings/privacy', (api) => Promise.all([api.privacy.get(), api.viewer.me()])),
    getTranslations('privacy'),
  ]);
  return (
    <>
      <h1>{t('title')}</h1>
      <PrivacySummary saved={saved} />
      <Words names={['common', 'reasons', 'errors', 'profile', 'stepUp', 'privacy', 'person']}>
        <div className="flex flex-col gap-6">
          <PrivacyForm saved={saved} handle={me.handle} />
          <SwitchCards saved={saved} />
          <Suspense
            fallback={
              <Card title={t('blockedCard')} description={t('blockedText')}>
                <SkeletonRows label={t('blockedLoading')} />
              </Card>
            }
          >
            <BlockedPart />
          </Suspense>
        </div>
      </Words>
    </>
  );
}
