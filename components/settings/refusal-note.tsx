'use client';

import { useTranslations } from 'next-intl';
import { needsSignIn, type Refusal } from '@/components/refusal';
import { signInAddress } from '@/components/session-over';
import { Banner } from '@/components/ui/banner';
import { TextLink } from '@/components/ui/text-link';
import { useRefusalWords } from '@/components/use-refusal-words';

/** Why something was not done, and the way back in where the session is over; nothing while there is no refusal. */
export function RefusalNote({ refusal }: { refusal: Refusal | undefined }) {
  const t = useTranslations('stepUp');
  const words = useRefusalWords();
  if (!refusal) return null;
  return (
    <Banner tone="danger" role="alert">
      {words(refusal)}{' '}
      {needsSignIn(refusal) && (
        // In another tab: what was typed here waits for the session to be back.
        <TextLink href={signInAddress(refusal.reason)} target="_blank">
          {t('signInAgainTab')}
        </TextLink>
      )}
    </Banner>
  );
}
