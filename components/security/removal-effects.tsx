'use client';

import { useTranslations } from 'next-intl';
import { Banner } from '@/components/ui/banner';
import type { RemovalPreview } from '@/server/auth/readiness';
import type { Removable } from '@/server/auth/rules';
import { useFactorLists } from './use-factor-lists';

/** What would be left: ways to begin a sign-in, and whether a second factor is still asked for. */
export function RemovalEffects({ factor, preview }: { factor: Removable; preview: RemovalPreview }) {
  const t = useTranslations('security.removal');
  const lists = useFactorLists();
  const { left, secondFactorLeft } = preview;
  const hasFirstStep = left.password || left.connections > 0;
  const wasSecondFactor = factor === 'passkey' || factor === 'totp';
  return (
    <div className="flex flex-col gap-2">
      <p>{t('ways', { list: lists.ways(left, 'disjunction') })}</p>
      {/* A passkey by itself is both steps at once. */}
      {secondFactorLeft && hasFirstStep && <p>{t('secondLeft', { list: lists.second(left) })}</p>}
      {secondFactorLeft && <p>{t('trust')}</p>}
      {!secondFactorLeft && wasSecondFactor && (
        <Banner tone="warning" className="mt-2">
          {t(left.password ? 'secondLost' : 'secondLostElsewhere')}
        </Banner>
      )}
      {!secondFactorLeft && left.recoveryCodes > 0 && <p>{t('codesGo')}</p>}
      {!secondFactorLeft && !wasSecondFactor && <p>{t('noSecond')}</p>}
    </div>
  );
}
