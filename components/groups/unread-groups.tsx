'use client';

import { useTranslations } from 'next-intl';
import { UnreadPart } from '@/components/settings/unread-part';
import { Card } from '@/components/ui/card';

/** In place of one's groups when they could not be read; the rest of the page stands. */
export function UnreadGroups() {
  const t = useTranslations('groups');
  return (
    <Card id="groupList" title={t('listTitle')}>
      <UnreadPart title={t('unread')} text={t('unreadText')} />
    </Card>
  );
}

/** In place of the members of a group. */
export function UnreadMembers() {
  const t = useTranslations('groups');
  return (
    <Card title={t('membersTitle')}>
      <UnreadPart title={t('membersUnread')} text={t('membersUnreadText')} />
    </Card>
  );
}

/** In place of who is invited and who asks. */
export function UnreadInvitations() {
  const t = useTranslations('groups');
  return (
    <Card title={t('invitationsOut')}>
      <UnreadPart title={t('invitationsUnread')} text={t('membersUnreadText')} />
    </Card>
  );
}

/** In place of the list of staff. */
export function UnreadGroupList() {
  const t = useTranslations('groups');
  return (
    <div className="rounded-lg border bg-surface p-4">
      <UnreadPart title={t('adminUnread')} text={t('adminUnreadText')} />
    </div>
  );
}
