import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { PageToaster } from '@/components/navigation/page-toaster';
import { PublicShell } from '@/components/navigation/public-shell';
import { Words } from '@/components/words';
import { viewer } from '@/server/caller';

export const metadata: Metadata = { robots: { index: false, follow: false }, referrer: 'no-referrer' };

/** Receipts are read by whoever has their address: most have no account any more. */
export default async function ReceiptsLayout({ children }: { children: ReactNode }) {
  const me = await viewer();
  return (
    <PublicShell me={me}>
      <Words names={['common', 'reasons', 'problems', 'errors', 'receipt', 'stepUp']}>
        {children}
        {!me && <PageToaster />}
      </Words>
    </PublicShell>
  );
}
