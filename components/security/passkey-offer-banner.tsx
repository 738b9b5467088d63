'use client';

import { usePathname, useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useEffectEvent, useState } from 'react';
import { leavePage } from '@/components/settings/leave-page';
import { trpc } from '@/components/trpc';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { showToast } from '@/components/ui/toast';
import { useRefusalToast } from '@/components/use-refusal-toast';
import { askForCodes } from './codes-due';
import { CreationNote } from './creation-note';
import { findOffer, type Offer } from './find-offer';
import { useCreatePasskey } from './use-create-passkey';

const SECURITY = '/settings/security';

/** The offer of a passkey, at the top of the page: made, put off, or never heard of again. */
export function PasskeyOfferBanner({ onEnd }: { onEnd: () => void }) {
  const t = useTranslations('passkeyCreation');
  const tellRefusal = useRefusalToast();
  const router = useRouter();
  const here = usePathname();
  const [first, setFirst] = useState<boolean>();
  const { create, creating, problem, refusal } = useCreatePasskey();

  const take = useEffectEvent((offer: Offer | undefined) => {
    if (offer?.kind === 'ask') return setFirst(offer.first);
    onEnd();
    if (!offer) return;
    const onAction = () => leavePage(() => router.push(`${SECURITY}#passkeys`));
    void showToast({ text: t('byItself'), tone: 'success', action: { label: t('show'), onAction } });
    router.refresh();
  });
  // Once: what it finds is of this sign-in. Where it cannot look, offline, say, it was only an offer.
  useEffect(() => {
    findOffer().then(
      (offer) => take(offer),
      () => take(undefined),
    );
  }, []);

  /** The banner takes the button that was pressed with it: the focus goes to the page. */
  function end() {
    onEnd();
    document.getElementById('main')?.focus({ preventScroll: true });
  }

  async function add() {
    const added = await create();
    if (!added) return;
    end();
    if (!added.recoveryCodesMissing) return router.refresh();
    askForCodes();
    if (here === SECURITY) router.refresh();
    else leavePage(() => router.push(SECURITY));
  }

  async function dismiss() {
    try {
      await trpc.auth.passkeys.dismissOffer.mutate();
      end();
      void showToast({ text: t('dismissed') });
    } catch (error) {
      tellRefusal(error);
    }
  }

  if (first === undefined) return null;
  return (
    <Banner role="status" className="mb-6">
      <div className="flex flex-col gap-3">
        <p>
          {t('offer')} {first && t('offerFirst')}
        </p>
        <CreationNote problem={problem} refusal={refusal} />
        <div className="flex flex-wrap gap-2">
          <Button size="sm" variant="primary" loading={creating} onClick={add}>
            {t('create')}
          </Button>
          <Button size="sm" onClick={end}>
            {t('later')}
          </Button>
          <Button size="sm" variant="ghost" onClick={dismiss}>
            {t('never')}
          </Button>
        </div>
      </div>
    </Banner>
  );
}
