'use client';

import { useTranslations } from 'next-intl';
import { RadioGroup } from '@/components/ui/radio-group';

export type MessagesChoice = 'erase' | 'keep';

/** What becomes of the messages that somebody has sent to others: theirs to say. */
export function MessagesFate({
  count,
  value,
  onChange,
}: {
  count: number;
  value: MessagesChoice;
  onChange: (value: MessagesChoice) => void;
}) {
  const t = useTranslations('account.delete');
  return (
    <RadioGroup
      legend={t('messages', { count })}
      name="messages"
      value={value}
      onValueChange={(chosen) => onChange(chosen === 'keep' ? 'keep' : 'erase')}
      options={[
        { value: 'erase', label: t('messagesErase'), description: t('messagesEraseText') },
        { value: 'keep', label: t('messagesKeep'), description: t('messagesKeepText') },
      ]}
    />
  );
}
