'use client';

import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { asOwnDeparture } from '@/components/own-departure';
import { type Refusal, refusalOf } from '@/components/refusal';
import { RefusalNote } from '@/components/settings/refusal-note';
import { isUnconfirmed, useConfirmed } from '@/components/step-up/step-up-context';
import { StepUpOutlet } from '@/components/step-up/step-up-provider';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { dateText } from '@/messages/dates';
import { beginningOf } from './zoned-day';

const EFFECTS = ['hidden', 'out', 'waits', 'kept'] as const;

/** Hides the account for a while. The days to come back on are days of the person's zone, "2026-12-06". */
export function PauseCard({ first, last }: { first: string; last: string }) {
  const t = useTranslations('account.pause');
  const common = useTranslations('common');
  const locale = useLocale();
  const timeZone = useTimeZone() ?? 'UTC';
  const confirmed = useConfirmed();
  const field = useRef<HTMLInputElement>(null);
  const [day, setDay] = useState('');
  const [isOutside, setOutside] = useState(false);
  const [asking, setAsking] = useState(false);
  const [pausing, setPausing] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const dateOf = (wanted: string) => dateText({ at: beginningOf(wanted, timeZone), locale, timeZone });

  function ask() {
    // A day that is only half typed has no value, but the field knows of it.
    const outside = field.current?.validity.valid === false || (day !== '' && (day < first || day > last));
    setOutside(outside);
    if (outside) return field.current?.focus();
    setRefusal(undefined);
    setAsking(true);
  }

  async function pause() {
    setRefusal(undefined);
    setPausing(true);
    try {
      const trpc = await fetchTrpc();
      const returnOn = day === '' ? null : beginningOf(day, timeZone).toISOString();
      await confirmed(() => asOwnDeparture(() => trpc.account.deactivate.mutate({ returnOn })));
      location.assign('/sign-in?paused=1');
    } catch (error) {
      setPausing(false);
      if (!isUnconfirmed(error)) setRefusal(refusalOf(error));
    }
  }

  return (
    <Card
      id="pause"
      title={t('title')}
      description={t('description')}
      hint={t('hint')}
      action={<Button onClick={ask}>{t('action')}</Button>}
    >
      <ul className="flex list-disc flex-col gap-1.5 ps-5 text-md marker:text-text-muted">
        {EFFECTS.map((effect) => (
          <li key={effect}>{t(effect)}</li>
        ))}
      </ul>
      <Field
        label={t('returnOn')}
        labelHint={common('optional')}
        description={t('returnHint')}
        error={isOutside ? t('dateProblem', { first: dateOf(first), last: dateOf(last) }) : undefined}
      >
        <Input
          ref={field}
          type="date"
          min={first}
          max={last}
          value={day}
          onChange={(event) => {
            setDay(event.target.value);
            setOutside(false);
          }}
          className="max-w-56"
        />
      </Field>
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title={day ? t('questionUntil', { date: dateOf(day) }) : t('question')}
        description={day ? t('textUntil', { date: dateOf(day) }) : t('text')}
        cancelLabel={common('cancel')}
        confirmLabel={t('action')}
        loading={pausing}
        onConfirm={pause}
      >
        <RefusalNote refusal={refusal} />
        <StepUpOutlet />
      </AlertDialog>
    </Card>
  );
}
