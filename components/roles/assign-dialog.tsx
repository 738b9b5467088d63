'use client';

import { useRouter } from 'next/navigation';
import { useTimeZone, useTranslations } from 'next-intl';
import { beginningOf, dayIn, daysAfter } from '@/components/account/zoned-day';
import { isolate } from '@/components/isolate';
import { RefusalNote } from '@/components/settings/refusal-note';
import { useSmallForm } from '@/components/settings/use-small-form';
import { StepUpOutlet } from '@/components/step-up/step-up-provider';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Textarea } from '@/components/ui/textarea';
import { showToast } from '@/components/ui/toast';
import type { AssignForm } from '@/server/roles/role-inputs';
import type { RoleHolder } from '@/server/roles/role-list';
import { useSecondPerson } from './use-second-person';

interface Props {
  role: { id: string; name: string };
  /** Whose end is to be another; absent: somebody new. */
  holder?: RoleHolder;
  open: boolean;
  onClose: () => void;
}

/** Gives somebody a role: who, until when, why. */
export function AssignDialog({ role, holder, open, onClose }: Props) {
  const t = useTranslations('roles');
  const common = useTranslations('common');
  return (
    <Dialog
      open={open}
      onOpenChange={(stays) => !stays && onClose()}
      title={
        holder
          ? t('endTitle', { name: isolate(holder.displayName) })
          : t('assignTitle', { role: isolate(role.name) })
      }
      description={t('assignText')}
      closeLabel={common('close')}
    >
      <Form role={role} holder={holder} onClose={onClose} />
      <StepUpOutlet />
    </Dialog>
  );
}

const schema = (): Promise<typeof AssignForm> =>
  import('@/server/roles/role-inputs').then((inputs) => inputs.AssignForm);

function Form({
  role,
  holder,
  onClose,
}: Omit<Props, 'open' | 'holder'> & { holder: Props['holder'] | undefined }) {
  const t = useTranslations('roles');
  const common = useTranslations('common');
  const approvals = useTranslations('approvals');
  const router = useRouter();
  const timeZone = useTimeZone() ?? 'UTC';
  const { asking, assignOrAsk } = useSecondPerson();
  const form = useSmallForm({
    schema,
    send: async ({ person, until, reason }) => {
      // The day itself is still within.
      const expiresAt = until ? beginningOf(daysAfter(until, 1), timeZone).toISOString() : null;
      const done = await assignOrAsk({ roleId: role.id, person, expiresAt, reason });
      if (done === 'needed') return;
      onClose();
      if (done === 'asked') return;
      const name = isolate(holder?.displayName ?? `@${person}`);
      void showToast({ text: t('assigned', { name, role: isolate(role.name) }), tone: 'success' });
      router.refresh();
    },
    fields: { NOT_FOUND: 'person', ABOVE_YOU: 'person' },
    sentences: { NOT_FOUND: t('nobodyNamed') },
  });
  const lastDay = holder?.expiresAt && dayIn(new Date(holder.expiresAt.getTime() - 1), timeZone);
  return (
    <form method="post" noValidate onSubmit={form.submit} className="flex flex-col gap-5">
      {holder ? (
        <input type="hidden" name="person" value={holder.id} />
      ) : (
        <Field label={t('person')} description={t('personHint')} error={form.error('person')}>
          <Input name="person" autoComplete="off" autoCapitalize="none" spellCheck={false} />
        </Field>
      )}
      <Field
        label={t('until')}
        labelHint={common('optional')}
        description={t('untilHint')}
        error={form.error('until')}
      >
        <Input type="date" name="until" min={dayIn(new Date(), timeZone)} defaultValue={lastDay ?? ''} />
      </Field>
      <Field label={t('reason')} labelHint={common('optional')} error={form.error('reason')}>
        <Textarea name="reason" rows={2} defaultValue={holder?.reason ?? ''} />
      </Field>
      <RefusalNote refusal={form.refusal} />
      {asking && !form.refusal && (
        <Banner tone="warning" role="alert">
          {approvals('needed')}
        </Banner>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{common('cancel')}</Button>
        <Button type="submit" variant="primary" loading={form.sending}>
          {asking ? approvals('ask') : t(holder ? 'endConfirm' : 'assignConfirm')}
        </Button>
      </div>
    </form>
  );
}
