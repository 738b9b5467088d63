'use client';

import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { type CardName, findCard } from './card-names';
import type { Question } from './removal';

/** Why something cannot be removed, and what to add first; each answer leads there. */
export function RemovalRefused({
  question: { removal, preview, open },
  onClose,
}: {
  question: Question;
  onClose: () => void;
}) {
  const t = useTranslations('security');
  const common = useTranslations('common');
  const leadTo = useRef<CardName>(undefined);
  const why = reasonOf({ removal, preview });
  const go = (card: CardName) => () => {
    leadTo.current = card;
    onClose();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(stays) => !stays && onClose()}
      title={t(`removal.${why}Title`)}
      description={t(`removal.${why}Text`)}
      closeLabel={common('close')}
      finalFocus={() => {
        const card = leadTo.current ? findCard(leadTo.current) : null;
        card?.scrollIntoView({ block: 'start' });
        return card;
      }}
      footer={
        <>
          {why === 'last' && !preview.left.password && (
            <Button onClick={go('password')}>{t('password.set')}</Button>
          )}
          {why !== 'last' && preview.left.passkeys > 0 && (
            <Button onClick={go('recoveryCodes')}>{t('recoveryCodes.make')}</Button>
          )}
          <Button variant="primary" onClick={go('passkeys')}>
            {t('passkeys.add')}
          </Button>
        </>
      }
    />
  );
}

/** `canRemove` of server/auth/rules.ts, as the words tell it. */
function reasonOf({ removal, preview }: Pick<Question, 'removal' | 'preview'>) {
  if (removal.factor === 'password') return 'needed';
  return removal.factor === 'totp' && preview.left.passkeys > 0 ? 'appNeeded' : 'last';
}
