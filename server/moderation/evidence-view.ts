/**
 * What a report is about as it was at that moment, as it is stored with the report. Empty where it is not kept any more.
 * What the reporter did not see of it is not in there.
 */
export type Evidence = Partial<{
  /** Whose it is, as the reporter saw them. */
  handle: string;
  displayName: string;
  bio: string;
  pronouns: string;
  location: string;
  website: string;
  /** Of a group. */
  name: string;
  description: string;
  /** Of a message. */
  body: string;
  /** ISO 8601; when the message was written. */
  at: string;
  /** What the photo shows, in the words of its person. */
  alt: string;
  /** The photo as it was, at `evidenceAddress`. */
  pictureId: string;
}>;

const FIELDS = [
  'handle',
  'displayName',
  'bio',
  'pronouns',
  'location',
  'website',
  'name',
  'description',
  'body',
  'at',
  'alt',
  'pictureId',
] as const satisfies (keyof Evidence)[];

/** What stands in the column, field by field; anything else is not shown. */
export function evidenceOf(stored: Record<string, unknown>): Evidence {
  return Object.fromEntries(
    FIELDS.flatMap((field) => {
      const value = stored[field];
      return typeof value === 'string' && value !== '' ? [[field, value]] : [];
    }),
  );
}
