import type { MailServices } from '@/server/mail/tasks';
import type { NotificationType } from './catalog';
import { DATA } from './data';
import type { Cap, Letter, MailEntry, Telling, Told } from './mail-entry';
import { DELETION_SCHEDULED, EXPORT_READY } from './mails-account';
import { GROUP_INVITED, GROUP_JOIN_ASKED, GROUP_JOINED } from './mails-groups';
import { APPEAL_DECIDED, APPROVAL_ASKED, REPORT_UPDATED, SANCTION } from './mails-moderation';
import { CONTACT_ACCEPTED, CONTACT_ASKED, MESSAGE_RECEIVED } from './mails-people';
import { ANNOUNCEMENT, SERVICE } from './mails-product';
import { SECURITY_NOTICE } from './mails-security';

/** The mail of every type. Types with the same entry are read together. */
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
  'moderation.action': SANCTION,
  'moderation.actionEnded': SANCTION,
  'moderation.appealDecided': APPEAL_DECIDED,
  'moderation.approvalAsked': APPROVAL_ASKED,
  'product.announcement': ANNOUNCEMENT,
  'product.service': SERVICE,
};

/** A notification with its data as it is stored. */
interface Stored extends Omit<Told<NotificationType>, 'data'> {
  data: unknown;
}

/**
 * What can be mailed now of all that one person is told, in as many statements as that of one of each entry among them, however many
 * there are. Without those of which nothing can be mailed any more, or whose data is not what their type says by now.
 */
export async function findLetters<One extends Stored>(
  services: MailServices,
  all: One[],
  telling: Telling,
): Promise<Map<One, Letter>> {
  const byEntry = new Map<MailEntry<NotificationType>, { one: One; told: Told<NotificationType> }[]>();
  for (const one of all) {
    const told = read(one);
    const entry = mailOf(one.type);
    if (told) byEntry.set(entry, [...(byEntry.get(entry) ?? []), { one, told }]);
  }
  const letters = new Map<One, Letter>();
  // One after the other: a job is to hold one connection of the pool, and not fifteen.
  for (const [entry, those] of byEntry) {
    const letterOf = await entry.find(
      services,
      those.map(({ told }) => told),
      telling,
    );
    for (const { one, told } of those) {
      const letter = letterOf(told);
      if (letter) letters.set(one, letter);
    }
  }
  return letters;
}

/** The same of one. */
export async function findLetter(
  services: MailServices,
  one: Stored,
  telling: Telling,
): Promise<Letter | undefined> {
  return (await findLetters(services, [one], telling)).get(one);
}

/** How often such a thing is mailed at most. */
export function capsOf(one: Stored, { userId }: Pick<Telling, 'userId'>): Cap[] {
  const told = read(one);
  return (told && mailOf(one.type).caps?.({ ...told, userId })) ?? [];
}

/** It is handed nothing but what is of its own types. */
function mailOf(type: NotificationType) {
  return MAILS[type] as MailEntry<NotificationType>;
}

/** One that cannot be read is over: thrown, it would keep all else of its digest from going. */
function read({ type, actorId, groupId, clientId, data }: Stored): Told<NotificationType> | undefined {
  const parsed = DATA[type].safeParse(data);
  return parsed.success ? { type, actorId, groupId, clientId, data: parsed.data } : undefined;
}
