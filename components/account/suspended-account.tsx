'use client';

import { useTranslations } from 'next-intl';
import type { AccountState } from '@/server/leaving/catalog';
import { AccountHeading } from './account-heading';
import { DeleteCard } from './delete-card';
import { ExportCard, type ExportStatus } from './export-card';
import { UnreadExport } from './unread-export';

/** Of somebody whom a moderator has suspended: their data stays theirs. */
export function SuspendedAccount({
  account: { handle },
  copies,
}: {
  account: AccountState;
  copies: ExportStatus | undefined;
}) {
  const t = useTranslations('account.suspended');
  return (
    <>
      <AccountHeading title={t('title')} text={t('text')} />
      <p className="mb-6 text-center text-md">{t('rights')}</p>
      <div className="flex flex-col gap-6">
        {copies ? <ExportCard status={copies} /> : <UnreadExport />}
        <DeleteCard handle={handle} onlyNow />
      </div>
    </>
  );
}
