import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { VerifyReceipt } from '@/components/receipts/verify-receipt';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('receipt'))('verifyTitle') };
}

/** Where anybody learns whether a receipt is one of ours. */
export default async function ReceiptsPage() {
  const t = await getTranslations('receipt');
  return (
    <>
      <h1>{t('verifyTitle')}</h1>
      <p className="mt-1 mb-6 text-md text-text-muted">{t('verifyLead')}</p>
      <VerifyReceipt />
    </>
  );
}
