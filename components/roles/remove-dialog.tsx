'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { isolate } from '@/components/isolate';
import { type Refusal, refusalOf } from '@/components/refusal';
import { RefusalNote } from '@/components/settings/refusal-note';
import { isUnconfirmed, useConfirmed } from '@/components/step-up/step-up-context';
import { StepUpOutlet } from '@/components/step-up/step-up-provider';
import { trpc } from '@/components/trpc';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { SkeletonRows } from '@/components/ui/skeleton';
import { showToast } from '@/components/ui/toast';
import type { ListedRole } from '@/server/roles/role-list';
import { Effects } from './effects';
import { useRoleName } from './role-mark';
import { useEffects } from './use-effects';

interface Props {
  role: ListedRole;
  open: boolean;
  onClose: () => void;
  finalFocus: () => HTMLElement | null;
}

/** What whoever holds it loses, before a role goes. */
export function RemoveDialog({ role, open, onClose, finalFocus }: Props) {
  const t = useTranslations('roles');
  const common = useTranslations('common');
  const router = useRouter();
  const confirmed = useConfirmed();
  const name = isolate(useRoleName()(role));
  const [doing, setDoing] = useState(false);
  const [gone, setGone] = useState(false);
  const [refused, setRefused] = useState<Refusal>();
  const { effects, refusal } = useEffects([{ roleId: role.id, permissions: [] }]);
  const shown = effects?.get(role.id);

  async function remove() {
    setRefused(undefined);
    setDoing(true);
    try {
      await confirmed(() => trpc.roles.remove.mutate({ roleId: role.id, version: role.version }));
      setGone(true);
      onClose();
      void showToast({ text: t('removed', { name }), tone: 'success' });
      router.refresh();
    } catch (error) {
      if (!isUnconfirmed(error)) setRefused(refusalOf(error));
    } finally {
      setDoing(false);
    }
  }

  return (
    <AlertDialog
      open={open}
      onOpenChange={(stays) => !stays && onClose()}
      title={t('removeTitle', { name })}
      description={t('removeText', { count: role.holders })}
      cancelLabel={common('cancel')}
      confirmLabel={t('removeConfirm')}
      tone="danger"
      loading={doing}
      confirmDisabled={!shown || shown.leavesNoAdmin}
      onConfirm={remove}
      finalFocus={() => (gone ? finalFocus() : null)}
    >
      {!shown && !refusal && <SkeletonRows label={t('removeConfirm')} />}
      {shown && <Effects effects={shown} />}
      <RefusalNote refusal={refused ?? refusal} />
      <StepUpOutlet />
    </AlertDialog>
  );
}
