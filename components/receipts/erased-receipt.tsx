import { getTranslations } from 'next-intl/server';
import { TextLink } from '@/components/ui/text-link';
import { LocalMoment } from './local-moment';
import { ReceiptActions } from './receipt-actions';
import { ReceiptAddress } from './receipt-address';
import { readDocument } from './receipt-document';
import { ReceiptKinds } from './receipt-kinds';

/** What was done with each kind of data, in words; the signed document behind it can be downloaded. */
export async function ErasedReceipt({
  id,
  receipt,
}: {
  id: string;
  receipt: { document: string; signature: string };
}) {
  const t = await getTranslations('receipt');
  const said = readDocument(receipt.document);
  const path = `/receipts/${id}`;
  return (
    <>
      <h1>{t('erasedTitle')}</h1>
      <p className="mt-1 mb-6 text-md text-text-muted">{t('lead')}</p>
      <div className="flex flex-col gap-6">
        {said ? (
          <>
            <p className="text-md">
              {t('erasedOn')} <LocalMoment at={said.erasedAt} />
            </p>
            <ReceiptKinds data={said.data} />
          </>
        ) : (
          <p className="text-md">{t('notReadable')}</p>
        )}
        <ReceiptAddress path={path} />
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 print:hidden">
          <ReceiptActions id={id} receipt={receipt} />
          <p className="text-sm text-text-muted">
            {t.rich('signed', { link: (words) => <TextLink href="/receipts">{words}</TextLink> })}
          </p>
        </div>
      </div>
    </>
  );
}
