'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { isolate } from '@/components/isolate';
import { Button } from '@/components/ui/button';
import type { GroupPage } from '@/server/groups/types';
import { useGroupChange } from './use-group-change';
import { useGroupName } from './use-group-name';

/** Who invites one into the group and as what, to accept or decline; nothing for who is not invited. */
export function OwnInvitation({ group }: { group: GroupPage }) {
  const t = useTranslations('groups');
  const name = useGroupName()(group);
  const { change, busy } = useGroupChange();
  const place = useRef<HTMLDivElement>(null);
  const router = useRouter();
  const { groupId, visibility } = group;
  const invitation = group.invitation?.kind === 'invited' ? group.invitation : null;
  const isInvited = invitation !== null;
  const wasInvited = useRef(isInvited);

  // What was pressed is gone with what it did: the focus stays here, before what follows.
  useEffect(() => {
    if (wasInvited.current && !isInvited && document.activeElement === document.body) place.current?.focus();
    wasInvited.current = isInvited;
  }, [isInvited]);

  // Of a group for its members alone there is no page any more for who declined.
  function goWhereItEnds() {
    if (visibility === 'members') router.push('/settings/groups');
  }

  return (
    <div ref={place} tabIndex={-1} className="outline-none empty:-mt-5">
      {invitation && (
        <div className="flex flex-wrap items-center gap-2 rounded-md border bg-surface-sunken p-3">
          <p className="wrap-anywhere min-w-0 flex-1 basis-56 text-md">
            {invitation.by
              ? t(`invitesYou.${invitation.standing}`, { name: isolate(invitation.by) })
              : t(`youAreInvited.${invitation.standing}`)}
          </p>
          <div className="ms-auto flex flex-wrap gap-2">
            <Button
              size="sm"
              variant="ghost"
              loading={busy('decline')}
              aria-label={t('declineNamed', { group: name })}
              onClick={() =>
                change('decline', (trpc) => trpc.groups.invitations.decline.mutate({ groupId }), {
                  text: t('declined', { group: name }),
                  onGone: goWhereItEnds,
                })
              }
            >
              {t('decline')}
            </Button>
            <Button
              size="sm"
              loading={busy('accept')}
              aria-label={t('acceptNamed', { group: name })}
              onClick={() =>
                change('accept', (trpc) => trpc.groups.invitations.accept.mutate({ groupId }), {
                  text: t('accepted', { group: name }),
                  tone: 'success',
                })
              }
            >
              {t('accept')}
            </Button>
          </div>
        </div>
      )}
    </div>
  );
}
