import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { Words } from '@/components/words';
import { AccountMenu } from './account-menu';
import { InboxLink } from './inbox-link';
import { PageToaster } from './page-toaster';
import type { ViewerFacts } from './viewer-facts';
import { Wordmark } from './wordmark';

/** The frame of pages that visitors see too. */
export async function PublicShell({ me, children }: { me: ViewerFacts | null; children: ReactNode }) {
  const t = await getTranslations('navigation');
  return (
    <Words names={['common', 'reasons', 'navigation', 'errors']}>
      <div className="mx-auto flex min-h-dvh max-w-settings flex-col px-4 sm:px-6">
        <header className="flex min-h-16 items-center justify-between gap-2 py-2">
          <Wordmark />
          {me ? (
            <div className="flex items-center gap-1">
              <InboxLink unread={me.unread} />
              <AccountMenu me={me} />
            </div>
          ) : (
            <Button render={<Link href="/sign-in" prefetch={false} />}>{t('signIn')}</Button>
          )}
        </header>
        <main id="main" tabIndex={-1} className="flex-1 py-6 pb-16 outline-none">
          {children}
        </main>
        {me && <PageToaster />}
      </div>
    </Words>
  );
}
