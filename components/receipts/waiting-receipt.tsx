import { getTranslations } from 'next-intl/server';
import { Banner } from '@/components/ui/banner';
import { TextLink } from '@/components/ui/text-link';
import { LocalMoment } from './local-moment';
import { ReceiptAddress } from './receipt-address';
import { UntilErased } from './until-erased';

/**
 * A deletion that is not carried out yet. `isYours`: whoever comes here has just asked for it, and is told what happens
 * now; it is said by the address alone, and shows nothing more than the others see.
 */
export async function WaitingReceipt({
  id,
  dueAt,
  isYours,
}: {
  id: string;
  dueAt: string | null;
  isYours: boolean;
}) {
  const t = await getTranslations('receipt');
  if (dueAt === null || Date.parse(dueAt) <= Date.now())
    return (
      <>
        <h1>{t('eraseTitle')}</h1>
        <p className="mt-1 mb-6 text-md text-text-muted">{t('eraseText')}</p>
        <UntilErased label={t('eraseTitle')} />
        <ReceiptAddress path={`/receipts/${id}`} />
      </>
    );
  return (
    <>
      <h1>{t(isYours ? 'yoursTitle' : 'waitingTitle')}</h1>
      <p className="mt-1 mb-6 text-md text-text-muted">
        {t('waitingOn')} <LocalMoment at={dueAt} />
      </p>
      <div className="flex flex-col gap-6">
        {isYours ? (
          <section>
            <h2 className="mb-2">{t('yoursSteps')}</h2>
            <ul className="flex list-disc flex-col gap-1.5 ps-5 text-md marker:text-text-muted">
              <li>{t('yoursHidden')}</li>
              <li>
                {t.rich('yoursKeep', { link: (words) => <TextLink href="/sign-in">{words}</TextLink> })}
              </li>
              <li>{t('yoursReceipt')}</li>
            </ul>
          </section>
        ) : (
          <Banner>{t('waitingText')}</Banner>
        )}
        <ReceiptAddress path={`/receipts/${id}`} />
      </div>
    </>
  );
}
