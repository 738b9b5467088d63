import type { ReactNode } from 'react';
import { PasskeyOffer } from '@/components/security/passkey-offer';
import { StepUpProvider } from '@/components/step-up/step-up-provider';
import { AccountMenu } from './account-menu';
import { CommandPalette } from './command-palette';
import { InboxLink } from './inbox-link';
import { PageToaster } from './page-toaster';
import { PhoneNav } from './phone-nav';
import { SETTINGS_ICONS } from './settings-icons';
import { SettingsNav } from './settings-nav';
import type { ViewerFacts } from './viewer-facts';
import { Wordmark } from './wordmark';

/** The frame of the settings: top bar, navigation at the side (a sheet on phones), the page. */
export function SettingsShell({ me, children }: { me: ViewerFacts; children: ReactNode }) {
  return (
    <div className="mx-auto flex min-h-dvh max-w-240 flex-col px-4 sm:px-6">
      <header className="flex min-h-16 flex-wrap items-center gap-2 py-2">
        <PhoneNav icons={SETTINGS_ICONS} />
        <Wordmark />
        <div className="ms-auto flex items-center gap-1">
          <CommandPalette me={me} />
          <InboxLink unread={me.unread} />
          <AccountMenu me={me} />
        </div>
      </header>
      <div className="flex flex-1 gap-10 py-4 sm:py-6">
        <div className="hidden w-48 shrink-0 md:block">
          <SettingsNav icons={SETTINGS_ICONS} />
        </div>
        <main id="main" tabIndex={-1} className="min-w-0 max-w-settings flex-1 pb-16 outline-none">
          <StepUpProvider>
            <PasskeyOffer />
            {children}
          </StepUpProvider>
        </main>
      </div>
      <PageToaster />
    </div>
  );
}
