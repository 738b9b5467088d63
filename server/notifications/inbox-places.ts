import type { NotificationType } from './catalog';
import type { NotificationView } from './types';

type Told = Pick<NotificationView, 'data' | 'actor' | 'group'>;

const onPage = (path: string) => () => path;
const personOr =
  (path: string) =>
  ({ actor }: Told) =>
    actor ? `/u/${actor.handle}` : path;
const groupOr =
  (path: string) =>
  ({ group }: Told) =>
    group ? `/groups/${group.id}` : path;
const linkOf = ({ data }: Told) => {
  const { link } = data;
  return typeof link === 'string' && link !== '' ? link : null;
};

/** Where one goes to see what a notification is about; null: nowhere, it says all there is. */
const PLACES: Record<NotificationType, (told: Told) => string | null> = {
  'security.newSignIn': onPage('/settings/sessions'),
  'security.factorChanged': onPage('/settings/security'),
  'security.appChanged': onPage('/settings/apps'),
  'security.emailChanged': onPage('/settings/security'),
  'account.exportReady': onPage('/settings/account'),
  'account.deletionScheduled': onPage('/settings/account'),
  'contacts.asked': personOr('/settings/contacts'),
  'contacts.accepted': personOr('/settings/contacts'),
  'messages.received': ({ data }) => `/notifications?folder=inbox&message=${String(data.messageId)}`,
  'groups.invited': onPage('/settings/groups'),
  'groups.joinAsked': groupOr('/settings/groups'),
  'groups.joined': groupOr('/settings/groups'),
  'moderation.reportUpdated': onPage('/settings/reports'),
  'moderation.action': onPage('/settings/standing'),
  'moderation.actionEnded': onPage('/settings/standing'),
  'moderation.appealDecided': onPage('/settings/standing'),
  'moderation.approvalAsked': onPage('/admin/approvals'),
  'product.announcement': linkOf,
  'product.service': linkOf,
};

export function placeOf(type: NotificationType, told: Told): string | null {
  return PLACES[type](told);
}
