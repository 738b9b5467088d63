'use client';

import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { DescriptionList } from '@/components/ui/description-list';
import { TextLink } from '@/components/ui/text-link';
import { dateText, momentText } from '@/messages/dates';
import type { AccountState } from '@/server/leaving/catalog';
import { AccountHeading } from './account-heading';
import { ComeBackButton } from './come-back-button';
import { DeleteCard } from './delete-card';
import { ExportCard, type ExportStatus } from './export-card';
import { UnreadExport } from './unread-export';

/** Of somebody whose account is about to be deleted: until when they can keep it, and what else they can do. */
export function LeavingAccount({
  account: { handle, since, dueAt, receiptId },
  copies,
}: {
  account: AccountState;
  copies: ExportStatus | undefined;
}) {
  const t = useTranslations('account.leaving');
  const zone = { locale: useLocale(), timeZone: useTimeZone() };
  const due = dueAt === null ? undefined : new Date(dueAt);
  return (
    <>
      <AccountHeading
        title={due ? t('title', { date: dateText({ ...zone, at: due }) }) : t('titleSoon')}
        text={t('text')}
      />
      <div className="flex flex-col gap-6">
        <div className="flex flex-col gap-6 rounded-lg border bg-surface p-4 sm:p-6">
          <DescriptionList
            items={[
              ...(since ? [{ term: t('since'), details: momentText({ ...zone, at: new Date(since) }) }] : []),
              ...(due ? [{ term: t('due'), details: momentText({ ...zone, at: due }) }] : []),
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
        {copies ? <ExportCard status={copies} /> : <UnreadExport />}
        <DeleteCard handle={handle} onlyNow />
      </div>
    </>
  );
}
