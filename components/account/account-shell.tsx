import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { PageToaster } from '@/components/navigation/page-toaster';
import { Wordmark } from '@/components/navigation/wordmark';
import { SignOutButton } from './sign-out-button';

/** The frame of somebody whose account is not active: who is signed in, and the way out. */
export async function AccountShell({ name, children }: { name: string; children: ReactNode }) {
  const t = await getTranslations('account');
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-150 flex-col px-4 py-8 sm:py-12">
      <header className="mb-8 flex justify-center">
        <Wordmark />
      </header>
      <main id="main" tabIndex={-1} className="flex-1 outline-none">
        {children}
      </main>
      <footer className="mt-10 flex flex-wrap items-center justify-center gap-x-4 gap-y-2 text-md text-text-muted">
        <p className="wrap-anywhere min-w-0 text-center">
          {t.rich('signedInAs', { name: () => <bdi>{name}</bdi> })}
        </p>
        <SignOutButton />
      </footer>
      <PageToaster />
    </div>
  );
}
