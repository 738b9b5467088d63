import { AUDIENCES, type Audience, PROFILE_FIELDS } from '@/server/privacy/catalog';
import type { PrivacyValues } from '@/server/privacy/inputs';

/** What is chosen and then saved together; the switches beside it save at once. */
export type Choices = Omit<PrivacyValues, 'searchable' | 'indexable'>;

export const CHOICES = [
  'profile',
  ...PROFILE_FIELDS,
  'foundByEmailFrom',
  'messagesFrom',
  'contactRequestsFrom',
] as const satisfies (keyof Choices)[];

/** Two ways to begin: they fill the form in, and the person looks it over. */
export const PRESETS: Record<'open' | 'private', Choices> = {
  open: {
    ...partsFor('everyone'),
    profile: 'everyone',
    // What is published for good is not given away by one press.
    email: 'contacts',
    lastSeen: 'signed_in',
    foundByEmailFrom: 'signed_in',
    messagesFrom: 'signed_in',
    contactRequestsFrom: 'signed_in',
  },
  private: {
    ...partsFor('contacts'),
    profile: 'contacts',
    email: 'only_me',
    lastSeen: 'only_me',
    foundByEmailFrom: 'nobody',
    messagesFrom: 'contacts',
    contactRequestsFrom: 'group_mates',
  },
};

/** Only what differs from what is saved. */
export function changesOf(chosen: Partial<Choices>, saved: Choices): Partial<Choices> {
  return Object.fromEntries(
    CHOICES.filter((name) => chosen[name] !== undefined && chosen[name] !== saved[name]).map((name) => [
      name,
      chosen[name],
    ]),
  );
}

/** Nobody sees a part who does not see the page. */
export function isNarrower(audience: Audience, than: Audience) {
  return AUDIENCES.indexOf(audience) > AUDIENCES.indexOf(than);
}

function partsFor(audience: Audience) {
  return {
    photo: audience,
    bio: audience,
    pronouns: audience,
    location: audience,
    website: audience,
    email: audience,
    timeZone: audience,
    lastSeen: audience,
    groups: audience,
  };
}
