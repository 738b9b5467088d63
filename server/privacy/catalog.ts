/** Who may see something, from the widest to the narrowest. */
export const AUDIENCES = ['everyone', 'signed_in', 'contacts', 'only_me'] as const;
export type Audience = (typeof AUDIENCES)[number];

/** Who may get in touch, from the widest to the narrowest. `group_mates`: people in one of my groups, and my contacts. */
export const CIRCLES = ['signed_in', 'group_mates', 'contacts', 'nobody'] as const;
export type Circle = (typeof CIRCLES)[number];

/** What of a profile has an audience of its own, beside `profile`, which is the page as a whole. */
export const PROFILE_FIELDS = [
  'photo',
  'bio',
  'pronouns',
  'location',
  'website',
  'email',
  'timeZone',
  'lastSeen',
  'groups',
] as const;
export type ProfileField = (typeof PROFILE_FIELDS)[number];
