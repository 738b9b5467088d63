'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { type Refusal, refusalOf } from '@/components/refusal';
import { RefusalNote } from '@/components/settings/refusal-note';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Banner } from '@/components/ui/banner';
import { TextLink } from '@/components/ui/text-link';
import { showToast } from '@/components/ui/toast';
import type { MyGroup } from '@/server/groups/types';
import { useGroupName } from './use-group-name';
import { useSaidAfterwards } from './use-said-afterwards';

interface Props {
  open: boolean;
  group: Pick<MyGroup, 'groupId' | 'name'>;
  /** From the page of the group, which may not be there any more for who has left. */
  fromPage?: boolean;
  onLeft?: () => void;
  onClose: () => void;
}

/** Asks before somebody leaves a group. Whoever alone owns it is told what to do first. */
export function LeaveDialog({ open, group, fromPage = false, onLeft, onClose }: Props) {
  const t = useTranslations('groups');
  const common = useTranslations('common');
  const router = useRouter();
  const sayAfterwards = useSaidAfterwards();
  const [leaving, setLeaving] = useState(false);
  const [going, startGoing] = useTransition();
  const [refusal, setRefusal] = useState<Refusal>();
  const named = { group: useGroupName()(group) };
  const isOnlyOwner = refusal?.reason === 'LAST_OWNER';

  async function leave() {
    setRefusal(undefined);
    setLeaving(true);
    try {
      const { isGone } = await (await fetchTrpc()).groups.leave.mutate({ groupId: group.groupId });
      const text = t(isGone ? 'leftLast' : 'left', named);
      if (fromPage) {
        sayAfterwards(text);
        startGoing(() => router.push('/settings/groups'));
      } else {
        onLeft?.();
        onClose();
        void showToast({ text, tone: 'success' });
        router.refresh();
      }
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setLeaving(false);
    }
  }

  return (
    <AlertDialog
      open={open}
      onOpenChange={(stay) => {
        if (stay) return;
        setRefusal(undefined);
        onClose();
      }}
      title={t('leaveTitle', named)}
      description={t('leaveText')}
      cancelLabel={common('cancel')}
      confirmLabel={t('leaveConfirm')}
      tone="danger"
      loading={leaving || going}
      onConfirm={leave}
    >
      {isOnlyOwner ? (
        <Banner tone="warning" role="alert">
          <p>{t('onlyOwner', named)}</p>
          {!fromPage && <TextLink href={`/groups/${group.groupId}`}>{t('toGroup')}</TextLink>}
        </Banner>
      ) : (
        <RefusalNote refusal={refusal} />
      )}
    </AlertDialog>
  );
}
