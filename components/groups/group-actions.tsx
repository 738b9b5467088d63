'use client';

import { Flag, LogOut, MoreHorizontal, Pencil, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { OpenCase } from '@/components/moderation/open-case';
import { ReportDialog } from '@/components/moderation/report-dialog';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Menu, type MenuEntry } from '@/components/ui/menu';
import type { GroupPage } from '@/server/groups/types';
import { DeleteDialog } from './delete-dialog';
import { GroupDialog } from './group-dialog';
import { LeaveDialog } from './leave-dialog';
import { useGroupChange } from './use-group-change';
import { useGroupName } from './use-group-name';

type Question = 'edit' | 'leave' | 'report' | 'delete';

/** What one can do about a group, on its page: come in, answer an invitation, change it, open its case, leave, report, delete. */
export function GroupActions({ group }: { group: GroupPage }) {
  const t = useTranslations('groups');
  const name = useGroupName()(group);
  const [question, setQuestion] = useState<{ what: Question; open: boolean }>();
  const { standing, invitation, may, groupId } = group;
  const place = useRef<HTMLDivElement>(null);
  const between = `${standing} ${invitation?.kind} ${may.join}`;
  const lastBetween = useRef(between);
  const ask = (what: Question) => setQuestion({ what, open: true });
  const dialog = (what: Question) => ({
    open: question?.what === what && question.open,
    onClose: () => setQuestion({ what, open: false }),
  });

  // What was pressed may be gone with what it did: the focus then stays with what can be done now.
  useEffect(() => {
    if (document.activeElement === document.body && between !== lastBetween.current) place.current?.focus();
    lastBetween.current = between;
  }, [between]);

  const action = (what: Question, label: string, icon: React.ReactNode, isDanger = false): MenuEntry => ({
    kind: 'action',
    label,
    icon,
    tone: isDanger ? 'danger' : 'neutral',
    onSelect: () => ask(what),
  });
  const entries = [
    ...(standing === null ? [] : [action('leave', t('leaveConfirm'), <LogOut />)]),
    ...(standing === 'owner' ? [] : [action('report', t('report'), <Flag />)]),
    ...(may.remove ? [action('delete', t('delete'), <Trash2 />, true)] : []),
  ];
  return (
    <div ref={place} tabIndex={-1} className="flex flex-wrap items-center gap-2 outline-none">
      <ComingIn group={group} name={name} />
      {may.update && (
        <Button aria-haspopup="dialog" onClick={() => ask('edit')}>
          <Pencil aria-hidden="true" />
          {t('edit')}
        </Button>
      )}
      {may.handle && <OpenCase about={{ groupId }} label={t('openCase')} />}
      <Menu
        label={t('more', { group: name })}
        triggerSize="icon"
        trigger={<MoreHorizontal aria-hidden="true" />}
        entries={entries}
      />
      <GroupDialog {...dialog('edit')} group={group} />
      <LeaveDialog {...dialog('leave')} group={group} fromPage />
      <ReportDialog {...dialog('report')} subject={{ kind: 'group', id: groupId }} name={name} />
      <DeleteDialog {...dialog('delete')} group={group} />
    </div>
  );
}

/** The next step for who is not in it and not invited: a wish that waits, or coming in. */
function ComingIn({ group: { groupId, invitation, may }, name }: { group: GroupPage; name: string }) {
  const t = useTranslations('groups');
  const { change, busy } = useGroupChange();
  const tell = (text: string) => ({ text, tone: 'success' as const });
  if (invitation?.kind === 'invited') return null;
  if (invitation)
    return (
      <>
        <Badge>{t('askedWaiting')}</Badge>
        <Button
          variant="ghost"
          loading={busy('take back')}
          aria-label={t('takeBackNamed', { group: name })}
          onClick={() =>
            change('take back', (trpc) => trpc.groups.requests.withdraw.mutate({ groupId }), {
              text: t('takenBack'),
            })
          }
        >
          {t('takeBack')}
        </Button>
      </>
    );
  if (may.join === null) return null;
  const atOnce = may.join === 'at once';
  return (
    <Button
      variant="primary"
      loading={busy('join')}
      onClick={() =>
        change(
          'join',
          (trpc) => trpc.groups.join.mutate({ groupId }),
          tell(t(atOnce ? 'accepted' : 'asked', { group: name })),
        )
      }
    >
      {t(atOnce ? 'join' : 'ask')}
    </Button>
  );
}
