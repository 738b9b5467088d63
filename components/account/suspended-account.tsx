'use client';

import { useTranslations } from 'next-intl';
import { OwnSanctionList } from '@/components/moderation/sanction-own';
import { UnreadStanding } from '@/components/moderation/sanction-unread';
import { Card } from '@/components/ui/card';
import type { AccountState } from '@/server/leaving/catalog';
import type { OwnSanction } from '@/server/moderation/sanction-facts';
import { AccountHeading } from './account-heading';
import { DeleteCard } from './delete-card';
import { ExportCard, type ExportStatus } from './export-card';
import { PendingDeletion, usePendingTitle } from './pending-deletion';
import { UnreadExport } from './unread-export';

/** Of somebody whom a moderator has suspended: their data stays theirs, and a deletion that they asked for goes on. */
export function SuspendedAccount({
  account,
  copies,
  standing,
}: {
  account: AccountState;
  copies: ExportStatus | undefined;
  /** Undefined: it could not be read. */
  standing: OwnSanction[] | undefined;
}) {
  const t = useTranslations('account.suspended');
  const leavingTitle = usePendingTitle(account);
  return (
    <>
      <AccountHeading title={t('title')} text={t('text')} />
      <p className="mb-6 text-center text-md">{t('rights')}</p>
      <div className="flex flex-col gap-6">
        {standing && standing.length > 0 && (
          <Card title={t('why')}>
            <OwnSanctionList sanctions={standing} label={t('why')} />
          </Card>
        )}
        {!standing && <UnreadStanding />}
        {account.receiptId !== null && (
          <section aria-labelledby="leaving">
            <h2 id="leaving">{leavingTitle}</h2>
            <p className="mt-1 mb-4 text-md text-text-muted">{t('leaving')}</p>
            <PendingDeletion account={account} />
          </section>
        )}
        {copies ? <ExportCard status={copies} /> : <UnreadExport />}
        <DeleteCard handle={account.handle} onlyNow />
      </div>
    </>
  );
}
