import { getTableName } from 'drizzle-orm';
import type { Of } from './part';
import { PARTS } from './parts';

/** Of nobody: neither what the parts are made of nor whose they are depends on it. */
const NOBODY: Of = { userId: '00000000-0000-7000-8000-000000000000', now: new Date(0) };

/** The tables that a copy has something of. */
export const EXPORTED = new Set<string>(
  Object.values(PARTS).flatMap((sources) => sources(NOBODY).map(({ table }) => getTableName(table))),
);

/**
 * The remaining tables that refer to people, and why a copy has nothing of them. A new table that refers to people has a part in
 * parts.ts or is named here, or tables.test.ts fails.
 */
export const NOT_EXPORTED: Record<string, string> = {
  principals: 'is the id of the person alone, which is in the account',
  groups: 'is about the group; that the person is in it stands in their memberships',
  roles: 'is about the role; that the person holds it stands in their memberships',
  object_grants: 'is about who may do what; to be told in roles',
  object_denies: 'is about who may do what',
  cases: 'is the work of moderators; what came of it is in sanctions',
  case_events: 'is the work of moderators',
  notes: 'is what moderators told each other',
  approvals: 'is the work of administrators',
  authorization_codes: 'is there for a minute while an app is let in; what comes of it is in allowed apps',
  device_codes: 'is there for minutes while a device waits; what comes of it is in allowed apps',
  login_attempts:
    'is there for minutes while somebody signs in; what comes of it is in sessions and the security log',
  sign_ups: 'is a wish for an account before there is one, and gone within a day',
  search_words: 'is made of handle and name, which are in the profile',
  notification_events: 'is what many people were told; what reached this one is in notifications',
  unsubscribe_links: 'is the secret half of a link',
  announcements: 'is what staff told many people',
  photo_uploads: 'is there for minutes while a photo is sent; what comes of it is in photos',
};
