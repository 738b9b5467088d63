import { z } from 'zod';
import { LOCALES } from '@/server/http/locale';
import { isStorable } from '@/server/text/inputs';

/** A path of ours, or an https address; nothing that a browser would read as another machine. */
const LINK = /^$|^\/(?![/\\])[^\s]*$|^https:\/\/[^\s]+$/;

const TitleField = z.string().trim().min(1).max(120).refine(isStorable);
const BodyField = z.string().trim().min(1).max(2000).refine(isStorable);

/** In whom it is told; whoever reads another language gets English. */
const AudienceFields = z.strictObject({
  roleId: z.uuid().optional(),
  groupId: z.uuid().optional(),
  locale: z.enum(LOCALES).optional(),
});

const words = {
  /** At least one language; what has a title has a body. */
  title: z.strictObject({ en: TitleField.optional(), fr: TitleField.optional() }),
  body: z.strictObject({ en: BodyField.optional(), fr: BodyField.optional() }),
  link: z.string().trim().max(500).regex(LINK).refine(isStorable),
};

export const PreviewAnnouncementInput = z
  .strictObject({ ...words, audience: AudienceFields })
  .refine(isWhole, { path: ['title'], error: 'a title and a body in one language at least' });

export const SendAnnouncementInput = z
  .strictObject({
    /** UUID version 7, chosen by the form: sent twice it is one. */
    id: z.uuid({ version: 'v7' }),
    ...words,
    audience: AudienceFields,
    /** ISO 8601; at once when absent. */
    dueAt: z.iso.datetime().optional(),
  })
  .refine(isWhole, { path: ['title'], error: 'a title and a body in one language at least' });
export type SendAnnouncement = z.output<typeof SendAnnouncementInput>;

export const AnnouncementIdInput = z.strictObject({ id: z.uuid() });
export const ListAnnouncementsInput = z.strictObject({ after: z.uuid().optional() });

function isWhole({ title, body }: { title: Record<string, unknown>; body: Record<string, unknown> }) {
  const languages = LOCALES.filter((locale) => title[locale] !== undefined || body[locale] !== undefined);
  return (
    languages.length > 0 &&
    languages.every((locale) => title[locale] !== undefined && body[locale] !== undefined)
  );
}
