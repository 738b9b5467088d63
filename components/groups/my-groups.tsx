'use client';

import { UsersRound } from 'lucide-react';
import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { useState } from 'react';
import { MorePeople } from '@/components/contacts/more-people';
import { useKeptRow } from '@/components/settings/use-kept-row';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { TextLink } from '@/components/ui/text-link';
import { dateText } from '@/messages/dates';
import type { MyGroups as Mine, MyGroup } from '@/server/groups/types';
import { GroupDialog } from './group-dialog';
import { LeaveDialog } from './leave-dialog';
import { MyInvitations } from './my-invitations';
import { StandingBadge } from './standing-badge';
import { useFurther } from './use-further';
import { useGroupName } from './use-group-name';

interface Props extends Mine {
  mayCreate: boolean;
}

/** Where one is invited, and the groups one is in. */
export function MyGroups({ groups, invitations, next, mayCreate }: Props) {
  return (
    <div className="flex flex-col gap-6">
      <MyInvitations invitations={invitations} />
      <GroupList groups={groups} next={next} mayCreate={mayCreate} />
    </div>
  );
}

function GroupList({ groups, next, mayCreate }: Omit<Props, 'invitations'>) {
  const t = useTranslations('groups');
  const [creating, setCreating] = useState(false);
  const [leaving, setLeaving] = useState<{ group: MyGroup; open: boolean }>();
  const { rows, drop, ...pages } = useFurther({
    first: { rows: groups, next },
    idOf: ({ groupId }) => groupId,
    load: async (trpc, after) => {
      const page = await trpc.groups.mine.query({ after });
      return { rows: page.groups, next: page.next };
    },
  });
  const kept = useKeptRow<HTMLDivElement>(rows.map(({ groupId }) => groupId).join(' '));
  const create = (
    <Button aria-haspopup="dialog" onClick={() => setCreating(true)}>
      {t('create')}
    </Button>
  );
  const isEmpty = rows.length === 0;
  return (
    <Card
      id="groupList"
      title={t('listTitle')}
      description={isEmpty ? undefined : t('listText')}
      aside={mayCreate && !isEmpty ? create : undefined}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend; the card has a title. */}
      <div {...kept} role="group" aria-label={t('listTitle')} tabIndex={-1} className="outline-none">
        {isEmpty ? (
          <EmptyState
            icon={<UsersRound />}
            title={t('listEmpty')}
            text={t(mayCreate ? 'listEmptyText' : 'listEmptyWait')}
            action={mayCreate ? create : undefined}
          />
        ) : (
          <ul aria-label={t('listTitle')}>
            {rows.map((group) => (
              <GroupRow key={group.groupId} group={group} onLeave={() => setLeaving({ group, open: true })} />
            ))}
          </ul>
        )}
        <MorePeople pages={{ people: rows, ...pages }} list={t('listTitle')} />
      </div>
      <GroupDialog open={creating} onClose={() => setCreating(false)} />
      {leaving && (
        <LeaveDialog
          key={leaving.group.groupId}
          open={leaving.open}
          group={leaving.group}
          onLeft={() => drop(leaving.group.groupId)}
          onClose={() => setLeaving({ ...leaving, open: false })}
        />
      )}
    </Card>
  );
}

function GroupRow({ group, onLeave }: { group: MyGroup; onLeave: () => void }) {
  const t = useTranslations('groups');
  const zone = { locale: useLocale(), timeZone: useTimeZone() };
  const nameOf = useGroupName();
  const { groupId, name, isHidden, standing, since, expiresAt } = group;
  return (
    <li
      data-row={groupId}
      tabIndex={-1}
      className="flex flex-wrap items-center gap-x-3 gap-y-2 border-t py-4 first:border-t-0 first:pt-0 last:pb-0"
    >
      <div className="wrap-anywhere min-w-0 flex-1 basis-56">
        <TextLink href={`/groups/${groupId}`} prefetch={false} className="text-md">
          <bdi>{name || t('hiddenName')}</bdi>
        </TextLink>
        <p className="mt-0.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-text-muted">
          <StandingBadge standing={standing} />
          {isHidden && <Badge tone="warning">{t('states.hidden')}</Badge>}
          <span>{t('since', { date: dateText({ ...zone, at: new Date(since) }) })}</span>
          {expiresAt !== null && (
            <span>{t('endsOn', { date: dateText({ ...zone, at: new Date(expiresAt) }) })}</span>
          )}
        </p>
      </div>
      <Button
        size="sm"
        variant="ghost"
        className="ms-auto"
        aria-haspopup="dialog"
        aria-label={t('leaveNamed', { group: nameOf(group) })}
        onClick={onLeave}
      >
        {t('leave')}
      </Button>
    </li>
  );
}
