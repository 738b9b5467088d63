import type { MailServices } from '@/server/mail/tasks';
import type { NotificationType } from './catalog';
import { DATA, type DataOf } from './data';
import type { Cap, Letter, MailEntry, Told } from './mail-entry';
import { DELETION_SCHEDULED, EXPORT_READY } from './mails-account';
import { GROUP_INVITED, GROUP_JOIN_ASKED, GROUP_JOINED } from './mails-groups';
import { ACTION, ACTION_ENDED, APPEAL_DECIDED, APPROVAL_ASKED, REPORT_UPDATED } from './mails-moderation';
import { CONTACT_ACCEPTED, CONTACT_ASKED, MESSAGE_RECEIVED } from './mails-people';
import { ANNOUNCEMENT, SERVICE } from './mails-product';
import { SECURITY_NOTICE } from './mails-security';

/** The mail of every type. */
const MAILS: { [Type in NotificationType]: MailEntry<Type> } = {
  'security.newSignIn': SECURITY_NOTICE,
  'security.factorChanged': SECURITY_NOTICE,
  'security.appChanged': SECURITY_NOTICE,
  'security.emailChanged': SECURITY_NOTICE,
  'account.exportReady': EXPORT_READY,
  'account.deletionScheduled': DELETION_SCHEDULED,
  'contacts.asked': CONTACT_ASKED,
  'contacts.accepted': CONTACT_ACCEPTED,
  'messages.received': MESSAGE_RECEIVED,
  'groups.invited': GROUP_INVITED,
  'groups.joinAsked': GROUP_JOIN_ASKED,
  'groups.joined': GROUP_JOINED,
  'moderation.reportUpdated': REPORT_UPDATED,
  'moderation.action': ACTION,
  'moderation.actionEnded': ACTION_ENDED,
  'moderation.appealDecided': APPEAL_DECIDED,
  'moderation.approvalAsked': APPROVAL_ASKED,
  'product.announcement': ANNOUNCEMENT,
  'product.service': SERVICE,
};

/** A notification with its data as it is stored. */
type Stored<Type extends NotificationType> = Omit<Told<Type>, 'data'> & { type: Type; data: unknown };

/** What can be mailed of a notification now; undefined: nothing any more, or its data is not what its type says by now. */
export async function findLetter<Type extends NotificationType>(
  services: MailServices,
  stored: Stored<Type>,
): Promise<Letter | undefined> {
  const told = read(stored);
  return told && MAILS[stored.type].find(services, told);
}

/** How often such a thing is mailed at most. */
export function capsOf<Type extends NotificationType>(stored: Stored<Type>): Cap[] {
  const told = read(stored);
  return (told && MAILS[stored.type].caps?.(told)) ?? [];
}

/** One that cannot be read is over: thrown, it would keep all else of its digest from going. */
function read<Type extends NotificationType>({ type, data, ...told }: Stored<Type>): Told<Type> | undefined {
  const parsed = DATA[type].safeParse(data);
  return parsed.success ? { ...told, data: parsed.data as DataOf<Type> } : undefined;
}
