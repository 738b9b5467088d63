'use client';

import { useTranslations } from 'next-intl';
import { Card } from '@/components/ui/card';
import { TextLink } from '@/components/ui/text-link';
import type { PrivacyValues } from '@/server/privacy/inputs';
import { PrivacySwitch } from './privacy-switch';

/** What is on or off, in cards of its own: these save at once, the choices above do not. And where it is chosen what is mailed. */
export function SwitchCards({ saved }: { saved: PrivacyValues }) {
  const t = useTranslations('privacy');
  return (
    <>
      <Card id="searching" title={t('searchCard')} description={t('searchCardText')}>
        <PrivacySwitch name="searchable" saved={saved.searchable} description={t('searchableText')} />
        <PrivacySwitch
          name="indexable"
          saved={saved.indexable}
          description={
            <>
              {t('indexableText')} {saved.profile !== 'everyone' && t('indexableNot')}
            </>
          }
        />
      </Card>
      <Card id="messagesByMail" title={t('mailCard')} description={t('mailCardText')}>
        <TextLink href="/settings/notifications" prefetch={false}>
          {t('mailLink')}
        </TextLink>
      </Card>
    </>
  );
}
