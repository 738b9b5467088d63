'use client';

import { useTimeZone, useTranslations } from 'next-intl';
import { type SubmitEvent, useId, useRef, useState } from 'react';
import { dayIn, daysAfter, momentIn } from '@/components/account/zoned-day';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onPause: (until: string) => void;
}

/** Asks until when. What was filled in is kept when it is closed. */
export function SettingsPauseDialog({ open, onOpenChange, onPause }: Props) {
  const t = useTranslations('notificationSettings.pause');
  const common = useTranslations('common');
  const timeZone = useTimeZone() ?? 'UTC';
  const formId = useId();
  const field = useRef<HTMLInputElement>(null);
  const today = dayIn(new Date(), timeZone);
  const [day, setDay] = useState(daysAfter(today, 7));
  const [time, setTime] = useState('08:00');
  const [isProblem, setProblem] = useState(false);

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    event.stopPropagation();
    const moment = day && time ? momentIn(`${day}T${time}`, timeZone) : undefined;
    const isFine = moment && moment > new Date() && day < daysAfter(today, 365);
    setProblem(!isFine);
    if (!isFine) return field.current?.focus();
    onOpenChange(false);
    onPause(moment.toISOString());
  }

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      size="sm"
      title={t('dialogTitle')}
      description={t('dialogText', { zone: timeZone.replaceAll('_', ' ') })}
      closeLabel={common('close')}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>{common('cancel')}</Button>
          <Button type="submit" form={formId} variant="primary">
            {t('confirm')}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="grid gap-4 sm:grid-cols-2">
        <Field label={t('day')} error={isProblem ? t('problem') : undefined}>
          <Input
            ref={field}
            type="date"
            min={today}
            max={daysAfter(today, 364)}
            value={day}
            onChange={({ target }) => setDay(target.value)}
          />
        </Field>
        <Field label={t('time')}>
          <Input type="time" value={time} onChange={({ target }) => setTime(target.value)} />
        </Field>
      </form>
    </Dialog>
  );
}
