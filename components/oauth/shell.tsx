import type { ReactNode } from 'react';
import { Wordmark } from '@/components/navigation/wordmark';

/** The frame of a question that an app has brought: nothing else is on the page. */
export function OAuthShell({ children }: { children: ReactNode }) {
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-120 flex-col px-4 py-8 sm:py-16">
      <header className="mb-8 flex justify-center">
        <Wordmark />
      </header>
      <main id="main" tabIndex={-1} className="flex-1 outline-none">
        {children}
      </main>
    </div>
  );
}
