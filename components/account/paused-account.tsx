'use client';

import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { DescriptionList } from '@/components/ui/description-list';
import { dateText, momentText } from '@/messages/dates';
import type { AccountState } from '@/server/leaving/catalog';
import { AccountHeading } from './account-heading';
import { ComeBackButton } from './come-back-button';

/** Of somebody who took a break, and may be back. */
export function PausedAccount({ account: { since, dueAt } }: { account: AccountState }) {
  const t = useTranslations('account.paused');
  const zone = { locale: useLocale(), timeZone: useTimeZone() };
  return (
    <>
      <AccountHeading title={t('title')} text={t('text')} />
      <div className="flex flex-col gap-6 rounded-lg border bg-surface p-4 sm:p-6">
        <DescriptionList
          items={[
            ...(since ? [{ term: t('since'), details: momentText({ ...zone, at: new Date(since) }) }] : []),
            {
              term: t('until'),
              details: dueAt ? dateText({ ...zone, at: new Date(dueAt) }) : t('untilBack'),
            },
          ]}
        />
        <ComeBackButton way="back" label={t('action')} />
      </div>
    </>
  );
}
