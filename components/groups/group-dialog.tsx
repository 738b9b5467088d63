'use client';

import { useTranslations } from 'next-intl';
import { Dialog } from '@/components/ui/dialog';
import { useLazyPart } from '@/components/ui/use-lazy-part';
import type { GroupPage } from '@/server/groups/types';
import { useGroupName } from './use-group-name';

const load = () => import('./group-form').then((module) => module.GroupForm);

interface Props {
  /** What there is to change; absent: a new one. */
  group?: GroupPage;
  open: boolean;
  onClose: () => void;
}

/** Makes a group, or changes one. */
export function GroupDialog({ group, open, onClose }: Props) {
  const t = useTranslations('groups');
  const common = useTranslations('common');
  const nameOf = useGroupName();
  const Form = useLazyPart(load, open);
  return (
    <Dialog
      open={open && Form !== undefined}
      onOpenChange={(stay) => !stay && onClose()}
      title={group ? t('editTitle', { group: nameOf(group) }) : t('create')}
      description={group ? undefined : t('createText')}
      closeLabel={common('close')}
    >
      {Form && <Form group={group} onClose={onClose} />}
    </Dialog>
  );
}
