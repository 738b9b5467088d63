import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { AccountShell } from '@/components/account/account-shell';
import { LeavingAccount } from '@/components/account/leaving-account';
import { PausedAccount } from '@/components/account/paused-account';
import { SuspendedAccount } from '@/components/account/suspended-account';
import { StepUpProvider } from '@/components/step-up/step-up-provider';
import { Words } from '@/components/words';
import { forPage } from '@/server/caller';
import { readExports } from './read-exports';
import { readStanding } from './read-standing';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('account'))('pageTitle') };
}

/** Where somebody comes whose account is not active, whatever they wanted: how it stands, and what they can do. */
export default async function AccountPage() {
  const [account, copies, standing] = await Promise.all([
    forPage('/account', (api) => api.account.state()),
    readExports('/account'),
    readStanding('/account'),
  ]);
  if (account.status === 'active') redirect('/settings/account');
  return (
    <Words
      names={[
        'common',
        'reasons',
        'problems',
        'errors',
        'navigation',
        'account',
        'exportCard',
        'stepUp',
        'standing',
        'appeal',
      ]}
    >
      <AccountShell name={account.displayName}>
        <StepUpProvider>
          {account.status === 'deactivated' && <PausedAccount account={account} />}
          {account.status === 'leaving' && <LeavingAccount account={account} copies={copies} />}
          {account.status === 'suspended' && (
            <SuspendedAccount account={account} copies={copies} standing={standing?.inForce} />
          )}
        </StepUpProvider>
      </AccountShell>
    </Words>
  );
}
