'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { type Refusal, refusalOf } from '@/components/refusal';
import { RefusalNote } from '@/components/settings/refusal-note';
import { isUnconfirmed, useConfirmed } from '@/components/step-up/step-up-context';
import { StepUpOutlet } from '@/components/step-up/step-up-provider';
import { trpc } from '@/components/trpc';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import { showToast } from '@/components/ui/toast';
import { useRefusalWords } from '@/components/use-refusal-words';
import { Effects } from './effects';
import { RoleMark } from './role-mark';
import { useEffects } from './use-effects';
import type { ChangedRole } from './use-role-edits';

interface Props {
  changed: readonly ChangedRole[];
  open: boolean;
  onClose: () => void;
  onSaved: () => void;
}

/** Before changes of roles are saved: who gains and loses what. */
export function SaveDialog({ open, onClose, ...rest }: Props) {
  const t = useTranslations('roles');
  const common = useTranslations('common');
  return (
    <Dialog
      open={open}
      onOpenChange={(stays) => !stays && onClose()}
      title={t('saveTitle')}
      description={t('saveText')}
      closeLabel={common('close')}
    >
      <Changes onClose={onClose} {...rest} />
      <StepUpOutlet />
    </Dialog>
  );
}

function Changes({ changed, onClose, onSaved }: Omit<Props, 'open'>) {
  const t = useTranslations('roles');
  const common = useTranslations('common');
  const errors = useTranslations('errors');
  const words = useRefusalWords();
  const router = useRouter();
  const confirmed = useConfirmed();
  const [saving, setSaving] = useState(false);
  const [refused, setRefused] = useState<Refusal>();
  const { effects, refusal, retry } = useEffects(
    changed.map(({ role, permissions }) => ({ roleId: role.id, permissions })),
  );
  const isRefused = [...(effects?.values() ?? [])].some(({ leavesNoAdmin }) => leavesNoAdmin);

  async function save() {
    if (saving) return;
    setSaving(true);
    setRefused(undefined);
    try {
      for (const { role, permissions } of changed) {
        const wish = { roleId: role.id, version: role.version, permissions };
        await confirmed(() => trpc.roles.update.mutate(wish));
      }
      void showToast({ text: t('saved'), tone: 'success' });
      onSaved();
    } catch (error) {
      if (!isUnconfirmed(error)) setRefused(refusalOf(error));
    } finally {
      setSaving(false);
      // Also of what was saved before one was refused.
      router.refresh();
    }
  }

  return (
    <div className="flex flex-col gap-5">
      {refusal && <ErrorState title={words(refusal)} retryLabel={errors('retry')} onRetry={retry} />}
      {!refusal && !effects && <SkeletonRows label={t('saveTitle')} />}
      {effects &&
        changed.map(({ role }) => {
          const shown = effects.get(role.id);
          return (
            <section key={role.id} className="flex flex-col gap-2">
              <h3>
                <RoleMark role={role} />
              </h3>
              {shown && <Effects effects={shown} />}
            </section>
          );
        })}
      <RefusalNote refusal={refused} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{common('cancel')}</Button>
        <Button
          variant="primary"
          disabled={!effects || isRefused}
          loading={saving}
          onClick={() => void save()}
        >
          {t('saveConfirm')}
        </Button>
      </div>
    </div>
  );
}
