import type { Explained } from './explained';

/** Tables that are small by nature, so that it does no harm to read them from end to end. */
const SMALL: Record<string, string> = {
  permissions: 'as many as the catalogue has',
  principal_permissions: 'what is held everywhere: by roles, and by the few people and groups of the staff',
  receipt_keys: 'one for each secret of the installation',
  roles: 'made by hand, some dozens',
  worker_heartbeats: 'as many as there are workers',
  _private_jobs: 'what is to be done; what is done is gone',
};

/** Procedures and jobs of which one statement reads a table without an index: of which, and why. */
const WITHOUT_INDEX: Record<string, { table: string; because: string }[]> = {
  'moderation.stats.cases': [{ table: 'cases', because: 'those that are open, counted up to a limit' }],
  'moderation.stats.factors': [
    { table: 'users', because: 'a sample of it, of the same size however many there are' },
  ],
  'account.erase': [
    { table: 'password_resets', because: 'half an hour of them' },
    { table: 'webauthn_challenges', because: 'some minutes of them' },
    { table: 'rate_limits', because: 'some hours of them; whom one is about is a part of its key' },
    {
      table: 'proof_failures',
      because: 'of those who failed lately; whom one is about is a part of its key',
    },
  ],
  // What says of a row that it is over is more than one column of it: once an hour all of them are looked through.
  sweep: [
    { table: 'connection_intents', because: 'some minutes of them' },
    { table: 'totp_authenticators', because: 'a few of each person, of which hardly one is pending' },
    { table: 'data_exports', because: 'a day of them' },
  ],
};

/** Where OFFSET is something else than turning pages: the rows before it are bounded, and counted or walked anyway. */
const OFFSETS: Record<string, string> = {
  'groups.get': 'whether there are more than the thousand that are counted',
  'groups.members': 'where the walk of five hundred ends',
  'groups.list': 'where the walk of so many groups ends',
  'profile.photo.remove': 'the photos kept of one person, of which the oldest go',
  'profile.photo.restore': 'the photos kept of one person, of which the oldest go',
  'profile.search': 'who was looked at and is not shown: twenty thousand at most, by an index',
};

/** Where several rows come without a limit at the end of the statement: why there are few. */
const FEW: Record<string, string> = {
  'account.deletionImpact': 'a row of each kind of data',
  'account.erase': 'what goes of one person has to be all of it',
  'account.export': 'the photos that are kept of one person',
  'auth.passkeys.list': 'a person may have so many',
  'auth.signIn.totp': 'a person may have so many',
  'auth.stepUp.passkeyOptions': 'a person may have so many',
  'auth.stepUp.totp': 'a person may have so many',
  'auth.totp.list': 'a person may have so many',
  'auth.verifyEmail': 'those of the asked that are taken',
  'groups.list': 'a page, limited before it is joined',
  'groups.members': 'a page, limited before it is joined',
  'mail.probe': 'of all mails that were stranded nothing but that they are brought forward',
  'moderation.stats.access': 'a row for each of the days asked for',
  'moderation.stats.cases': 'a row for each age that is told apart',
  'moderation.users.act': 'of at most as many people as are acted on',
  'moderation.users.startActing': 'of at most as many people as are acted on',
  'notifications.digestMail': 'what one person wants, and as much as one mail to them takes along',
  'notifications.digestPush': 'what one person wants',
  'notifications.fanOut': 'a row for each different wish among a page of people',
  'notifications.mail': 'what one person wants',
  'notifications.reconsider': 'what one person wants',
  'notifications.release': 'of those whose turn has come, a page of them',
  'privacy.preview': 'a row for each of those who might look',
  'profile.search': 'a page, limited before it is joined',
  'profile.changeHandle': 'a lock for each handle that is asked for',
  'roles.explain': 'a row for each id that is asked for',
  'roles.grants.denials': 'a row for each id that is asked for',
  'roles.grants.holders': 'a page, limited before it is joined',
  sweep: 'a lock for each of so many files as are looked at together',
};

/**
 * What is wrong with how the statements of a procedure or job were carried out, in sentences.
 * @param mostWithoutIndex so many rows may be read of a table without an index; unless told, no table may be read so
 */
export function complaintsAbout(path: string, explained: Explained[], mostWithoutIndex?: number): string[] {
  const mayRead = new Set([...Object.keys(SMALL), ...(WITHOUT_INDEX[path] ?? []).map(({ table }) => table)]);
  return explained.flatMap(({ text, plan }) => {
    if (!plan) return [];
    const complaints = [
      ...(turnsPages(text) && !(path in OFFSETS) ? ['it skips rows by OFFSET'] : []),
      ...(isRead(text) && plan.rows > 1 && !plan.isBounded && !(path in FEW)
        ? ['it lists without a limit']
        : []),
      ...plan.scans
        .filter(({ index, table }) => index === undefined && !mayRead.has(table))
        // Of what is asked within a condition PostgreSQL chooses by size alone, whatever is switched off: among few rows it reads all
        // of them once. Nothing can be said of that there.
        .filter(({ rowsRead, isWithin }) =>
          mostWithoutIndex === undefined ? !isWithin : rowsRead > mostWithoutIndex,
        )
        .map(({ table }) => `no index serves what it wants of ${table}`),
    ];
    return complaints.map((complaint) => `${complaint}: ${text.trim().replaceAll(/\s+/g, ' ')}`);
  });
}

/** `offset 0` skips nothing: it keeps PostgreSQL from merging a part of a statement with what is around it. */
function turnsPages(text: string): boolean {
  return /\boffset\s+(?!0\b)/i.test(text);
}

/** What is locked to be changed has to be all of it, and is no list. */
function isRead(text: string): boolean {
  return /^\s*\(*\s*(select|with)\b/i.test(text) && !/\bfor (no key )?(update|share)\b/i.test(text);
}
