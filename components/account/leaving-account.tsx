'use client';

import { useTranslations } from 'next-intl';
import type { AccountState } from '@/server/leaving/catalog';
import { AccountHeading } from './account-heading';
import { DeleteCard } from './delete-card';
import { ExportCard, type ExportStatus } from './export-card';
import { PendingDeletion, usePendingTitle } from './pending-deletion';
import { UnreadExport } from './unread-export';

/** Of somebody whose account is about to be deleted: until when they can keep it, and what else they can do. */
export function LeavingAccount({
  account,
  copies,
}: {
  account: AccountState;
  copies: ExportStatus | undefined;
}) {
  const t = useTranslations('account.leaving');
  const title = usePendingTitle(account);
  return (
    <>
      <AccountHeading title={title} text={t('text')} />
      <div className="flex flex-col gap-6">
        <PendingDeletion account={account} />
        {copies ? <ExportCard status={copies} /> : <UnreadExport />}
        <DeleteCard handle={account.handle} onlyNow />
      </div>
    </>
  );
}
