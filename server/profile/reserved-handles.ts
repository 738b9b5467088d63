/** Names that would pass for a part of the service or for its staff. */
const RESERVED = new Set(
  (
    'about abuse account accounts admin administrator admins all anonymous api app apps auth billing blog contact ' +
    'dashboard device docs everyone foyer help here home hostmaster info inbox legal login logout mail me member ' +
    'members moderator moderators mods news noreply no-reply notifications null oauth official outbox owner page ' +
    'password postmaster privacy profile public register root security session sessions settings sign-in sign-out ' +
    'sign-up signin signout signup staff status support system team terms test undefined unsubscribe user users ' +
    'verify webmaster well-known www you'
  ).split(' '),
);

export function isReservedHandle(handle: string) {
  return RESERVED.has(handle);
}
