'use client';

import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { isolate } from '@/components/isolate';
import { useKeptRow } from '@/components/settings/use-kept-row';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { TextLink } from '@/components/ui/text-link';
import { When } from '@/components/when';
import { dayMonthText } from '@/messages/dates';
import type { MyInvitation } from '@/server/groups/types';
import { useGroupChange } from './use-group-change';
import { useGroupName } from './use-group-name';

/** Where one is invited, to accept or decline; below it where one has asked to come in. Nothing while there is neither. */
export function MyInvitations({ invitations }: { invitations: MyInvitation[] }) {
  const t = useTranslations('groups');
  const nameOf = useGroupName();
  const { change, busy } = useGroupChange();
  const invited = invitations.filter(({ kind }) => kind === 'invited');
  const asked = invitations.filter(({ kind }) => kind === 'asked');
  const accept = ({ groupId, ...group }: MyInvitation) =>
    change(`accept ${groupId}`, (trpc) => trpc.groups.invitations.accept.mutate({ groupId }), {
      text: t('accepted', { group: nameOf(group) }),
      tone: 'success',
    });
  const decline = ({ groupId, ...group }: MyInvitation) =>
    change(`decline ${groupId}`, (trpc) => trpc.groups.invitations.decline.mutate({ groupId }), {
      text: t('declined', { group: nameOf(group) }),
    });
  const takeBack = ({ groupId }: MyInvitation) =>
    change(`take back ${groupId}`, (trpc) => trpc.groups.requests.withdraw.mutate({ groupId }), {
      text: t('takenBack'),
    });
  return (
    <>
      <Waiting
        id="groupInvitations"
        title={t('invitationsTitle')}
        text={t('invitationsText')}
        invitations={invited}
        actions={(invitation) => {
          const named = { group: nameOf(invitation) };
          return (
            <>
              <Button
                size="sm"
                variant="ghost"
                loading={busy(`decline ${invitation.groupId}`)}
                aria-label={t('declineNamed', named)}
                onClick={() => decline(invitation)}
              >
                {t('decline')}
              </Button>
              <Button
                size="sm"
                loading={busy(`accept ${invitation.groupId}`)}
                aria-label={t('acceptNamed', named)}
                onClick={() => accept(invitation)}
              >
                {t('accept')}
              </Button>
            </>
          );
        }}
      />
      <Waiting
        title={t('wishesTitle')}
        text={t('askedWaiting')}
        invitations={asked}
        actions={(invitation) => (
          <Button
            size="sm"
            variant="ghost"
            loading={busy(`take back ${invitation.groupId}`)}
            aria-label={t('takeBackNamed', { group: nameOf(invitation) })}
            onClick={() => takeBack(invitation)}
          >
            {t('takeBack')}
          </Button>
        )}
      />
    </>
  );
}

interface WaitingProps {
  id?: string;
  title: string;
  text: string;
  invitations: MyInvitation[];
  actions: (invitation: MyInvitation) => ReactNode;
}

/** What waits for an answer. The place stays when the last of it goes, so that the focus has somewhere to be. */
function Waiting({ id, title, text, invitations, actions }: WaitingProps) {
  const kept = useKeptRow<HTMLDivElement>(invitations.map(({ groupId }) => groupId).join(' '));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend; the card has a title.
    <div {...kept} role="group" aria-label={title} tabIndex={-1} className="outline-none empty:-mb-6">
      {invitations.length > 0 && (
        <Card id={id} title={title} description={text}>
          <ul aria-label={title}>
            {invitations.map((invitation) => (
              <InvitationRow key={invitation.groupId} invitation={invitation} actions={actions(invitation)} />
            ))}
          </ul>
        </Card>
      )}
    </div>
  );
}

function InvitationRow({ invitation, actions }: { invitation: MyInvitation; actions: ReactNode }) {
  const t = useTranslations('groups');
  const zone = { locale: useLocale(), timeZone: useTimeZone() };
  const { groupId, kind, name, description, standing, by, at, expiresAt } = invitation;
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
        {description && (
          <p dir="auto" className="mt-0.5 line-clamp-2 text-md">
            {description}
          </p>
        )}
        <p className="mt-0.5 text-sm text-text-muted">
          {kind === 'invited' ? (
            <>
              {t(`invitedAs.${standing}`)}
              {by && <> · {t('invitedBy', { name: isolate(by) })}</>}
            </>
          ) : (
            t.rich('askedSince', { when: () => <When at={at} /> })
          )}
          {' · '}
          {t('openUntil', { date: dayMonthText({ ...zone, at: new Date(expiresAt) }) })}
        </p>
      </div>
      <div className="ms-auto flex flex-wrap justify-end gap-2">{actions}</div>
    </li>
  );
}
