'use client';

import { useTranslations } from 'next-intl';
import { Dialog } from '@/components/ui/dialog';
import { showToast } from '@/components/ui/toast';
import { useLazyPart } from '@/components/ui/use-lazy-part';

const load = () => import('./message-form').then((module) => module.MessageForm);

interface Props {
  open: boolean;
  userId: string;
  /** As it stands in a sentence. */
  name: string;
  onClose: () => void;
}

/** A message to somebody, in a window over their page. */
export function MessageDialog({ open, userId, name, onClose }: Props) {
  const t = useTranslations('contacts');
  const common = useTranslations('common');
  const Form = useLazyPart(load, open);
  return (
    <Dialog
      open={open && Form !== undefined}
      onOpenChange={(stay) => !stay && onClose()}
      title={t('messageTitle', { name })}
      description={t('messageText')}
      closeLabel={common('close')}
    >
      {Form && (
        <Form
          toId={userId}
          label={t('text')}
          onCancel={onClose}
          onSent={() => {
            onClose();
            void showToast({ text: t('sent', { name }), tone: 'success' });
          }}
        />
      )}
    </Dialog>
  );
}
