import { z } from 'zod';
import { ByHandleInput } from '@/server/profile/inputs';
import { storable } from '@/server/text/inputs';
import { AUDIENCES, CIRCLES } from './catalog';

const AudienceField = z.enum(AUDIENCES);
const CircleField = z.enum(CIRCLES);

export const PrivacyFields = z.strictObject({
  profile: AudienceField,
  photo: AudienceField,
  bio: AudienceField,
  pronouns: AudienceField,
  location: AudienceField,
  website: AudienceField,
  email: AudienceField,
  timeZone: AudienceField,
  lastSeen: AudienceField,
  groups: AudienceField,
  searchable: z.boolean(),
  indexable: z.boolean(),
  messagesFrom: CircleField,
  /** Whoever is a contact needs not ask. */
  contactRequestsFrom: CircleField.exclude(['contacts']),
  foundByEmailFrom: CircleField,
});
export type PrivacyValues = z.output<typeof PrivacyFields>;

/** Only what changed is sent, so that two tabs do not undo each other. */
export const UpdatePrivacyInput = PrivacyFields.partial();
export type PrivacyChanges = z.output<typeof UpdatePrivacyInput>;

/** As whom one's own page is looked at. */
export const ViewAsField = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['public', 'member', 'contact', 'moderator']) }),
  ByHandleInput.extend({ kind: z.literal('person') }),
]);
export type ViewAs = z.output<typeof ViewAsField>;

/** With changes that are not saved yet. */
export const PreviewInput = z.strictObject({ as: ViewAsField, changes: UpdatePrivacyInput });

export const PersonInput = z.strictObject({ userId: z.uuid() });

export const SearchInput = z.strictObject({
  /** Of a name or a handle, its beginning; or a whole address. */
  query: storable({ max: 100 }),
  /** What `next` of the page before said. */
  after: z.string().max(1000).optional(),
});
