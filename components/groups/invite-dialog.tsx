'use client';

import { useTranslations } from 'next-intl';
import { Dialog } from '@/components/ui/dialog';
import { useLazyPart } from '@/components/ui/use-lazy-part';
import { INVITATION_DAYS } from '@/server/groups/catalog';
import type { GroupPage } from '@/server/groups/types';
import { useGroupName } from './use-group-name';

const load = () => import('./invite-form').then((module) => module.InviteForm);

interface Props {
  open: boolean;
  group: GroupPage;
  onClose: () => void;
}

/** Invites somebody into a group, in a window over its page. */
export function InviteDialog({ open, group, onClose }: Props) {
  const t = useTranslations('groups');
  const common = useTranslations('common');
  const nameOf = useGroupName();
  const Form = useLazyPart(load, open);
  return (
    <Dialog
      open={open && Form !== undefined}
      onOpenChange={(stay) => !stay && onClose()}
      title={t('inviteTitle', { group: nameOf(group) })}
      description={t('inviteText', { days: INVITATION_DAYS })}
      closeLabel={common('close')}
    >
      {Form && <Form group={group} onClose={onClose} />}
    </Dialog>
  );
}
