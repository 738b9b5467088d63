import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ErasedReceipt } from '@/components/receipts/erased-receipt';
import { WaitingReceipt } from '@/components/receipts/waiting-receipt';
import { forPage } from '@/server/caller';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('receipt'))('title') };
}

/** What is left of a deleted account; until then, when it will be. Nothing tells whose it is. */
export default async function ReceiptPage({
  params,
  searchParams,
}: {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, unknown>>;
}) {
  const [{ id }, { yours }] = await Promise.all([params, searchParams]);
  const receipt = await forPage(`/receipts/${id}`, (api) => api.account.receipt({ id }));
  if (receipt.state === 'erased') return <ErasedReceipt id={id} receipt={receipt} />;
  return <WaitingReceipt id={id} dueAt={receipt.dueAt} isYours={yours === '1'} />;
}
