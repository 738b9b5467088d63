import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { AccountMenu } from '@/components/navigation/account-menu';
import { CommandPalette } from '@/components/navigation/command-palette';
import { PageToaster } from '@/components/navigation/page-toaster';
import type { ViewerFacts } from '@/components/navigation/viewer-facts';
import { Wordmark } from '@/components/navigation/wordmark';
import { TextLink } from '@/components/ui/text-link';
import { AdminBreadcrumbs, AdminNav } from './admin-nav';
import type { StaffFacts } from './admin-pages';

/** The frame of the administration: denser, full width, with a plain mark that one is acting as staff. */
export async function AdminShell({ me, children }: { me: ViewerFacts & StaffFacts; children: ReactNode }) {
  const t = await getTranslations('navigation');
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-1 border-b border-t-3 border-t-staff px-4 py-1.5 sm:px-6">
        <Wordmark />
        <span className="rounded-sm bg-staff px-2 py-0.5 font-medium text-accent-text text-sm">
          {t('staffMark')}
        </span>
        <div className="ms-auto flex items-center gap-4 text-sm">
          <TextLink href="/settings/profile">{t('backToSettings')}</TextLink>
          <CommandPalette me={me} staff={{ permissions: me.permissions, moderatesOnly: me.moderatesOnly }} />
          <AccountMenu me={me} />
        </div>
      </header>
      <div className="flex flex-1 flex-col md:flex-row">
        <AdminNav permissions={me.permissions} moderatesOnly={me.moderatesOnly} />
        <main id="main" tabIndex={-1} className="min-w-0 flex-1 p-4 outline-none sm:p-6">
          <AdminBreadcrumbs />
          <div className="mt-4">{children}</div>
        </main>
      </div>
      <PageToaster />
    </div>
  );
}
