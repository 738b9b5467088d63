/** Names that would pass for a part of the service or for its staff. */
const RESERVED = (
  'about abuse account accounts admin administrator admins all anonymous api app apps auth billing blog contact ' +
  'dashboard device docs everyone foyer help here home hostmaster info inbox legal login logout mail me member ' +
  'members moderator moderators mods news noreply no-reply notifications null oauth official outbox owner page ' +
  'password postmaster privacy profile public register root security session sessions settings sign-in sign-out ' +
  'sign-up signin signout signup staff status support system team terms test undefined unsubscribe user users ' +
  'verify webmaster well-known www you'
).split(' ');

/** Digits in the place of letters; a 1 stands for two of them and is seen to by itself. */
const DIGITS: Record<string, string> = { 0: 'o', 3: 'e', 4: 'a', 5: 's', 7: 't' };

const PLAIN = new Set(RESERVED.map(read));
const WITH_ONES = new Set([...PLAIN].map(withOnes));

/** Whether a handle is a name of ours, or is read as one: `adm1n`, `ad-min`, `rnoderator`. */
export function isReservedHandle(handle: string) {
  const name = read(handle);
  // Letter for letter where there is no 1, or `mall` would be taken for `mail`.
  return PLAIN.has(name) || (name.includes('1') && WITH_ONES.has(withOnes(name)));
}

/** A name without what the eye passes over. */
function read(name: string) {
  return name
    .replace(/[-_]/g, '')
    .replace(/[03457]/g, (digit) => DIGITS[digit] ?? digit)
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w');
}

function withOnes(name: string) {
  return name.replace(/[il]/g, '1');
}
