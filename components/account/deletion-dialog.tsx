'use client';

import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { asOwnDeparture } from '@/components/own-departure';
import { RefusalNote } from '@/components/settings/refusal-note';
import { useSmallForm } from '@/components/settings/use-small-form';
import { useConfirmed } from '@/components/step-up/step-up-context';
import { StepUpOutlet } from '@/components/step-up/step-up-provider';
import { trpc } from '@/components/trpc';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { dayMonthText } from '@/messages/dates';
import type { DeletionImpact } from '@/server/leaving/catalog';
import { DeletionBlocked } from './deletion-blocked';
import { DeletionEffects } from './deletion-effects';
import { type MessagesChoice, MessagesFate } from './messages-fate';

interface Props {
  open: boolean;
  impact: DeletionImpact;
  askedAt: Date;
  handle: string;
  /** There are no days of grace, or none any more. */
  onlyNow: boolean;
  onClose: () => void;
}

const DAY = 86_400_000;
const schema = () =>
  import('@/server/leaving/inputs').then(({ DeletionInput }) => DeletionInput.pick({ handle: true }));

/** The last question: what goes, what stays and why, when; answered by the handle, and once more for at once. */
export function DeletionDialog(props: Props) {
  const { blockers, ownedAlone } = props.impact;
  if (blockers.length > 0) return <DeletionBlocked {...props} blockers={blockers} ownedAlone={ownedAlone} />;
  return <Question {...props} />;
}

function Question({ open, impact, askedAt, handle, onlyNow, onClose }: Props) {
  const t = useTranslations('account.delete');
  const common = useTranslations('common');
  const confirmed = useConfirmed();
  const form = useRef<HTMLFormElement>(null);
  const [now, setNow] = useState(onlyNow);
  const [fate, setFate] = useState<MessagesChoice>('erase');
  const [toCopy, setToCopy] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const dueAt = new Date(askedAt.getTime() + impact.graceDays * DAY);
  const date = dayMonthText({ at: dueAt, locale: useLocale(), timeZone: useTimeZone() });
  const { submit, sending, refusal, error } = useSmallForm({
    schema,
    async send({ handle: typed }) {
      const input = { handle: typed, keepsMessages: fate === 'keep' };
      const { deleteNow, scheduleDeletion } = trpc.account;
      const { receiptId } = await confirmed(() =>
        asOwnDeparture(() => (now ? deleteNow : scheduleDeletion).mutate(input)),
      );
      setLeaving(true);
      location.assign(`/receipts/${receiptId}?yours=1`);
    },
    fields: { CONFIRMATION_WRONG: 'handle' },
  });

  return (
    <AlertDialog
      open={open}
      onOpenChange={(stays) => !stays && onClose()}
      title={now ? t('questionNow') : t('question', { date })}
      description={now ? t('textNow') : t('text', { date })}
      cancelLabel={common('cancel')}
      confirmLabel={now ? t('confirmNow') : t('confirm', { date })}
      tone="danger"
      loading={sending || leaving}
      onConfirm={() => form.current?.requestSubmit()}
      finalFocus={() => (toCopy ? copyControl() : null)}
    >
      <div className="flex flex-col gap-5">
        <DeletionEffects impact={impact} />
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-md border p-3 text-md">
          <p className="min-w-0 flex-1 basis-48">{t('copyFirst')}</p>
          <Button
            onClick={() => {
              setToCopy(true);
              onClose();
            }}
          >
            {t('copyAction')}
          </Button>
        </div>
        {impact.messages > 0 && <MessagesFate count={impact.messages} value={fate} onChange={setFate} />}
        <form ref={form} method="post" noValidate onSubmit={submit} className="flex flex-col gap-4">
          <RefusalNote refusal={refusal} />
          <Field label={t('handle', { handle })} error={error('handle')} className="wrap-anywhere">
            <Input name="handle" autoComplete="off" autoCapitalize="none" spellCheck={false} />
          </Field>
        </form>
        {!onlyNow && <When now={now} date={date} busy={sending || leaving} onChange={setNow} />}
        <StepUpOutlet />
      </div>
    </AlertDialog>
  );
}

interface WhenProps {
  now: boolean;
  date: string;
  /** An answer is being carried out: what it was asked for does not change meanwhile. */
  busy: boolean;
  onChange: (now: boolean) => void;
}

/** Between the day and at once. The other question is read out; the focus stays here, on the way back. */
function When({ now, date, busy, onChange }: WhenProps) {
  const t = useTranslations('account.delete');
  return (
    <div className="flex flex-col items-start gap-3">
      <div role="status" className="w-full empty:hidden">
        {now && (
          <Banner tone="danger">
            <p className="font-medium">{t('questionNow')}</p>
            <p>{t('textNow')}</p>
          </Banner>
        )}
      </div>
      <Button
        variant="ghost"
        size="sm"
        className="-ms-2.5"
        aria-disabled={busy || undefined}
        onClick={() => !busy && onChange(!now)}
      >
        {now ? t('orLater', { date }) : t('orNow')}
      </Button>
    </div>
  );
}

/** Where a copy is asked for or taken, on the page behind the question. */
function copyControl() {
  const control = document.querySelector<HTMLElement>('#export button, #export a[href]');
  control?.scrollIntoView({ block: 'center' });
  return control;
}
