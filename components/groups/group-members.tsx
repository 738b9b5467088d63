'use client';

import { Ellipsis, UserMinus, UserPlus, UserRoundCog, UsersRound } from 'lucide-react';
import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { useState } from 'react';
import { MorePeople } from '@/components/contacts/more-people';
import { PersonRow } from '@/components/contacts/person-row';
import { useNameOf } from '@/components/contacts/use-name-of';
import { useKeptRow } from '@/components/settings/use-kept-row';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { Menu, type MenuEntry } from '@/components/ui/menu';
import { dateText } from '@/messages/dates';
import { STANDINGS, type Standing } from '@/server/groups/catalog';
import type { GroupPage, MemberLine, MembersPage } from '@/server/groups/types';
import { InviteDialog } from './invite-dialog';
import { type Asked, MemberQuestion } from './member-question';
import { StandingBadge } from './standing-badge';
import { useFurther } from './use-further';
import { useGroupChange } from './use-group-change';

interface Props extends MembersPage {
  group: GroupPage;
  /** One's own id. */
  me: string;
}

/** Who is in a group, and for who may: inviting, making somebody more or less, taking somebody out. */
export function GroupMembers({ group, me, members, next }: Props) {
  const t = useTranslations('groups');
  const [inviting, setInviting] = useState(false);
  const [asked, setAsked] = useState<Asked & { open: boolean }>();
  const { rows, drop, ...pages } = useFurther({
    first: { rows: members, next },
    idOf: ({ userId }) => userId,
    load: async (trpc, after) => {
      const page = await trpc.groups.members.query({ groupId: group.groupId, after });
      return { rows: page.members, next: page.next };
    },
    isBelow,
  });
  const kept = useKeptRow<HTMLDivElement>(rows.map(({ userId }) => userId).join(' '));
  return (
    <Card
      id="members"
      title={t('membersTitle')}
      description={t('membersText')}
      aside={
        group.may.manageMembers && (
          <Button aria-haspopup="dialog" onClick={() => setInviting(true)}>
            <UserPlus aria-hidden="true" />
            {t('invite')}
          </Button>
        )
      }
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend; the card has a title. */}
      <div {...kept} role="group" aria-label={t('membersTitle')} tabIndex={-1} className="outline-none">
        {rows.length === 0 && !pages.hasMore && (
          <EmptyState icon={<UsersRound />} title={t('membersEmpty')} text={t('membersEmptyText')} />
        )}
        {rows.length > 0 && (
          <ul aria-label={t('membersTitle')}>
            {rows.map((member) => (
              <MemberRow
                key={member.userId}
                member={member}
                isMe={member.userId === me}
                group={group}
                onAsk={(what) => setAsked({ ...what, open: true })}
              />
            ))}
          </ul>
        )}
        <MorePeople pages={{ people: rows, ...pages }} list={t('membersTitle')} />
      </div>
      <InviteDialog open={inviting} group={group} onClose={() => setInviting(false)} />
      {asked && (
        <MemberQuestion
          key={`${asked.what} ${asked.member.userId}`}
          open={asked.open}
          asked={asked}
          group={group}
          onRemoved={() => drop(asked.member.userId)}
          onClose={() => setAsked({ ...asked, open: false })}
        />
      )}
    </Card>
  );
}

interface RowProps {
  member: MemberLine;
  isMe: boolean;
  group: GroupPage;
  onAsk: (asked: Asked) => void;
}

function MemberRow({ member, isMe, group, onAsk }: RowProps) {
  const t = useTranslations('groups');
  const zone = { locale: useLocale(), timeZone: useTimeZone() };
  const name = useNameOf()(member);
  const make = useMaking(group.groupId);
  const { standing, since } = member;
  const { update, manageMembers } = group.may;
  const toStanding = (to: Standing): MenuEntry => ({
    kind: 'action',
    label: t(isMe ? `stepDown.${to === 'owner' ? 'manager' : to}` : `make.${to}`),
    icon: <UserRoundCog />,
    onSelect: () => {
      if (isMe) onAsk({ what: 'stepDown', member, to });
      else if (to === 'owner') onAsk({ what: 'owner', member, to });
      else make(member, to);
    },
  });
  const entries: MenuEntry[] = [
    ...(update ? STANDINGS.filter((to) => to !== standing && !(isMe && to === 'owner')).map(toStanding) : []),
    ...(!isMe && manageMembers && (update || standing === 'member')
      ? [
          {
            kind: 'action' as const,
            label: t('removeMember'),
            icon: <UserMinus />,
            tone: 'danger' as const,
            onSelect: () => onAsk({ what: 'remove', member, to: standing }),
          },
        ]
      : []),
  ];
  return (
    <PersonRow
      person={member}
      fact={t('since', { date: dateText({ ...zone, at: new Date(since) }) })}
      actions={
        <div className="flex flex-wrap items-center gap-2">
          {isMe && <Badge>{t('you')}</Badge>}
          <StandingBadge standing={standing} />
          {entries.length > 0 && (
            <Menu
              label={t('memberActions', { name })}
              trigger={<Ellipsis aria-hidden="true" />}
              triggerSize="icon"
              entries={entries}
            />
          )}
        </div>
      }
    />
  );
}

/** Makes somebody a manager or a member at once, and what they were by Undo. */
function useMaking(groupId: string) {
  const t = useTranslations('groups');
  const nameOf = useNameOf();
  const { change } = useGroupChange();
  return (member: MemberLine, standing: Standing) => {
    const { userId: personId, standing: before } = member;
    const to = (wished: Standing, action?: { label: string; onAction: () => void }) =>
      change(personId, (trpc) => trpc.groups.setStanding.mutate({ groupId, personId, standing: wished }), {
        text: t(`madeNamed.${wished}`, { name: nameOf(member) }),
        tone: 'success',
        action,
      });
    void to(standing, { label: t('undo'), onAction: () => void to(before) });
  };
}

/** Owners before managers before members, each in the order of their ids. */
function isBelow(row: MemberLine, end: MemberLine) {
  const [rank, endRank] = [STANDINGS.indexOf(row.standing), STANDINGS.indexOf(end.standing)];
  return rank === endRank ? row.userId > end.userId : rank < endRank;
}
