'use client';

import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { DescriptionList } from '@/components/ui/description-list';
import { TextLink } from '@/components/ui/text-link';
import { dateText, momentText } from '@/messages/dates';
import type { AccountState } from '@/server/leaving/catalog';
import { ComeBackButton } from './come-back-button';

/** On which day an account will be deleted. */
export function usePendingTitle({ dueAt }: Pick<AccountState, 'dueAt'>): string {
  const t = useTranslations('account.leaving');
  const zone = { locale: useLocale(), timeZone: useTimeZone() };
  return dueAt === null ? t('titleSoon') : t('title', { date: dateText({ ...zone, at: new Date(dueAt) }) });
}

/** A deletion that waits for its day, with the button that takes it back. */
export function PendingDeletion({
  account: { since, dueAt, receiptId },
}: {
  account: Pick<AccountState, 'since' | 'dueAt' | 'receiptId'>;
}) {
  const t = useTranslations('account.leaving');
  const zone = { locale: useLocale(), timeZone: useTimeZone() };
  return (
    <div className="flex flex-col gap-6 rounded-lg border bg-surface p-4 sm:p-6">
      <DescriptionList
        items={[
          ...(since ? [{ term: t('since'), details: momentText({ ...zone, at: new Date(since) }) }] : []),
          ...(dueAt ? [{ term: t('due'), details: momentText({ ...zone, at: new Date(dueAt) }) }] : []),
          ...(receiptId
            ? [
                {
                  term: t('receipt'),
                  details: <TextLink href={`/receipts/${receiptId}`}>{t('receiptLink')}</TextLink>,
                },
              ]
            : []),
        ]}
      />
      <ComeBackButton way="stays" label={t('action')} />
    </div>
  );
}
