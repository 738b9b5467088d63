'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { v7 as uuid } from 'uuid';
import { isolate } from '@/components/isolate';
import { RefusalNote } from '@/components/settings/refusal-note';
import { useSmallForm } from '@/components/settings/use-small-form';
import { useConfirmed } from '@/components/step-up/step-up-context';
import { StepUpOutlet } from '@/components/step-up/step-up-provider';
import { trpc } from '@/components/trpc';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Textarea } from '@/components/ui/textarea';
import { showToast } from '@/components/ui/toast';
import { ROLE_COLORS } from '@/server/roles/catalog';
import type { RoleForm } from '@/server/roles/role-inputs';
import type { ListedRole } from '@/server/roles/role-list';
import { ColorDot } from './role-mark';

interface Props {
  /** What there is to change; absent: a new one. */
  role?: ListedRole;
  open: boolean;
  onClose: () => void;
}

/** Makes a role that gives nothing yet, or changes what one is called. */
export function RoleDialog({ role, open, onClose }: Props) {
  const t = useTranslations('roles');
  const common = useTranslations('common');
  return (
    <Dialog
      open={open}
      onOpenChange={(stays) => !stays && onClose()}
      title={role ? t('editTitle', { name: isolate(role.name ?? '') }) : t('createTitle')}
      description={role ? undefined : t('createText')}
      closeLabel={common('close')}
    >
      <Form role={role} onClose={onClose} />
      <StepUpOutlet />
    </Dialog>
  );
}

const schema = (): Promise<typeof RoleForm> =>
  import('@/server/roles/role-inputs').then((inputs) => inputs.RoleForm);

function Form({ role, onClose }: { role: ListedRole | undefined; onClose: () => void }) {
  const t = useTranslations('roles');
  const common = useTranslations('common');
  const router = useRouter();
  const confirmed = useConfirmed();
  const [newId] = useState(() => uuid());
  const form = useSmallForm({
    schema,
    send: async (values) => {
      if (role) {
        const { id: roleId, version } = role;
        await confirmed(() => trpc.roles.update.mutate({ roleId, version, ...values }));
      } else {
        await confirmed(() => trpc.roles.create.mutate({ roleId: newId, ...values, permissions: [] }));
      }
      onClose();
      void showToast({ text: t('savedNamed', { name: isolate(values.name) }), tone: 'success' });
      router.refresh();
    },
    fields: { NAME_TAKEN: 'name' },
  });
  return (
    <form method="post" noValidate onSubmit={form.submit} className="flex flex-col gap-5">
      <Field label={t('name')} error={form.error('name')}>
        <Input name="name" defaultValue={role?.name ?? ''} autoComplete="off" />
      </Field>
      <Field label={t('description')} description={t('descriptionHint')} error={form.error('description')}>
        <Textarea name="description" defaultValue={role?.description ?? ''} rows={2} />
      </Field>
      <fieldset className="min-w-0">
        <legend className="font-medium text-md">{t('color')}</legend>
        <div className="mt-2 flex flex-wrap gap-x-5 gap-y-2">
          {ROLE_COLORS.map((color) => (
            <label
              key={color}
              className="flex min-h-6 cursor-pointer items-center gap-2 text-md pointer-coarse:min-h-11"
            >
              <input
                type="radio"
                name="color"
                value={color}
                defaultChecked={color === (role?.color ?? 'slate')}
                className="size-4 cursor-pointer"
              />
              <ColorDot color={color} />
              {t(`colors.${color}`)}
            </label>
          ))}
        </div>
      </fieldset>
      <RefusalNote refusal={form.refusal} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{common('cancel')}</Button>
        <Button type="submit" variant="primary" loading={form.sending}>
          {t(role ? 'saveDetails' : 'createConfirm')}
        </Button>
      </div>
    </form>
  );
}
