import { profiles, users } from '@/db/schema/users';

/** What a mail has to know of whom it is for: columns of `users` and `profiles`, to select along with what it tells. */
export const READER = {
  locale: users.locale,
  displayName: profiles.displayName,
  timeZone: users.timeZone,
};
