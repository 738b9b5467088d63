'use client';

import { useTranslations } from 'next-intl';
import { StepUpOutlet } from '@/components/step-up/step-up-provider';
import { Dialog } from '@/components/ui/dialog';
import { GiveForm } from './give-form';
import type { GiveStart } from './give-start';
import { useNamedWords } from './use-named-words';

interface Props {
  start: GiveStart;
  open: boolean;
  onClose: () => void;
}

/** Gives, or denies: to whom, what, on what, until when, why. */
export function GiveDialog({ start, open, onClose }: Props) {
  const t = useTranslations('grants');
  const common = useTranslations('common');
  const { inText } = useNamedWords();
  const [principal, object] = [start.principals[0], start.objects[0]];
  const title = () => {
    if (start.fixed.object && object) return t(`${start.what}OnTitle`, { object: inText(object) });
    if (principal) return t(`${start.what}ToTitle`, { name: inText(principal) });
    return t(`${start.what}Title`);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(stays) => !stays && onClose()}
      title={title()}
      description={t(`${start.what}Text`)}
      closeLabel={common('close')}
    >
      <GiveForm start={start} onClose={onClose} />
      <StepUpOutlet />
    </Dialog>
  );
}
