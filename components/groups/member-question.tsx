'use client';

import { useTranslations } from 'next-intl';
import { useNameOf } from '@/components/contacts/use-name-of';
import { fetchTrpc } from '@/components/fetch-trpc';
import { RefusalNote } from '@/components/settings/refusal-note';
import { useCarriedOut } from '@/components/settings/use-carried-out';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Banner } from '@/components/ui/banner';
import { showToast } from '@/components/ui/toast';
import type { Standing } from '@/server/groups/catalog';
import type { GroupPage, MemberLine } from '@/server/groups/types';
import { useGroupName } from './use-group-name';

/** What is asked before it is done with somebody's place in a group. */
export interface Asked {
  what: 'owner' | 'stepDown' | 'remove';
  member: MemberLine;
  /** What they would be. */
  to: Standing;
}

interface Props {
  open: boolean;
  asked: Asked;
  group: GroupPage;
  onRemoved: () => void;
  onClose: () => void;
}

/** Asks before somebody becomes an owner, is one no longer, or is taken out: what Undo alone would not bring back. */
export function MemberQuestion({ open, asked: { what, member, to }, group, onRemoved, onClose }: Props) {
  const t = useTranslations('groups');
  const common = useTranslations('common');
  const names = { name: useNameOf()(member), group: useGroupName()(group) };
  const of = { groupId: group.groupId, personId: member.userId };
  const words = {
    owner: [t('ownerTitle', names), t('ownerText'), t('ownerConfirm'), t('madeNamed.owner', names)],
    stepDown: [
      t(to === 'manager' ? 'stepDownTitle.manager' : 'stepDownTitle.member', names),
      t('stepDownText'),
      t('stepDownConfirm'),
      t('steppedDown', names),
    ],
    remove: [t('removeTitle', names), t('removeText'), t('removeConfirm'), t('removed', names)],
  } satisfies Record<Asked['what'], [string, string, string, string]>;
  const [title, text, confirmLabel, done] = words[what];
  const { carryOut, busy, refusal } = useCarriedOut(
    async () => {
      const { groups } = await fetchTrpc();
      if (what !== 'remove') return groups.setStanding.mutate({ ...of, standing: to });
      await groups.removeMember.mutate(of);
      onRemoved();
    },
    () => {
      onClose();
      void showToast({ text: done, tone: 'success' });
    },
  );
  return (
    <AlertDialog
      open={open}
      onOpenChange={(stay) => !stay && onClose()}
      title={title}
      description={text}
      cancelLabel={common('cancel')}
      confirmLabel={confirmLabel}
      tone={what === 'owner' ? 'neutral' : 'danger'}
      loading={busy}
      onConfirm={carryOut}
    >
      {refusal?.reason === 'LAST_OWNER' ? (
        <Banner tone="warning" role="alert">
          {t('onlyOwner', names)}
        </Banner>
      ) : (
        <RefusalNote refusal={refusal} />
      )}
    </AlertDialog>
  );
}
