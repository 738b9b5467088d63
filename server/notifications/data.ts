import { z } from 'zod';
import { line, paragraphs } from '@/server/text/inputs';
import type { NotificationType } from './catalog';

const NOTHING = z.strictObject({});

/** What an event of a type holds beside its actor, group and object: ids and names of kinds, nothing secret and no address. */
export const DATA = {
  /** `eventId`: in the security log of its person. */
  'security.newSignIn': z.strictObject({ eventId: z.uuid() }),
  'security.factorChanged': z.strictObject({ eventId: z.uuid(), kind: z.string() }),
  'security.appChanged': z.strictObject({ eventId: z.uuid(), kind: z.string() }),
  'security.emailChanged': z.strictObject({ eventId: z.uuid(), kind: z.string() }),
  'account.exportReady': z.strictObject({ exportId: z.uuid() }),
  'account.deletionScheduled': NOTHING,
  'contacts.asked': NOTHING,
  'contacts.accepted': NOTHING,
  'messages.received': z.strictObject({ messageId: z.uuid() }),
  'groups.invited': NOTHING,
  'groups.joinAsked': NOTHING,
  'groups.joined': NOTHING,
  'moderation.reportUpdated': z.strictObject({ reportId: z.uuid(), outcome: z.enum(['dismissed', 'acted']) }),
  'moderation.action': z.strictObject({ sanctionId: z.uuid(), kind: z.string() }),
  'moderation.actionEnded': z.strictObject({ sanctionId: z.uuid(), kind: z.string() }),
  'moderation.appealDecided': z.strictObject({ appealId: z.uuid(), outcome: z.string() }),
  'moderation.approvalAsked': z.strictObject({ approvalId: z.uuid(), kind: z.string() }),
  'product.announcement': z.strictObject({ announcementId: z.uuid() }),
  /** Plain text, in whichever language the service writes; where it leads is at home with the service (sending.ts). */
  'product.service': z.strictObject({
    title: line({ min: 1, max: 120 }),
    text: paragraphs({ max: 1000 }).default(''),
    /** An https address, or nothing. */
    link: z.union([z.literal(''), z.url({ protocol: /^https$/ }).max(500)]).default(''),
  }),
} satisfies Record<NotificationType, z.ZodType<Record<string, unknown>>>;

export type DataOf<Type extends NotificationType> = z.output<(typeof DATA)[Type]>;
