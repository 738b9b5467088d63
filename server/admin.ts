import { type Database, openDatabase } from '@/db/client';
import { StartError } from '@/db/start-error';
import { sealAudit, verifyAudit } from './audit/seal';
import { revokeSessions } from './auth/end-access';
import { reopenFactors } from './auth/reopen-factors';
import { rotateKeys } from './auth/rotate-keys';
import { readEnvironment } from './env';
import { DomainError } from './errors';
import { deleteAccountOf } from './leaving/commands';
import { makeVapidKeys } from './notifications/push-settings';
import { runCommand } from './process';
import { grantRole, syncPermissions } from './roles/commands';
import type { BuiltInRole } from './roles/permissions';
import { completeSettings } from './settings';

const USAGE = `Usage:
  npm run admin -- grant-role <email> admin|moderator     give a person a role
  npm run admin -- revoke-sessions <email>                sign a person out everywhere
  npm run admin -- reopen-factors <email>                 forget the wrong guesses at a person's password and codes
  npm run admin -- delete-account <email>                 delete a person's account at once, for good
  npm run admin -- verify-audit [<number>:<link>]         prove that nobody has changed the audit trail, and that a
                                                          link which was noted down before is part of it
  npm run admin -- rotate-keys                            encrypt stored keys with the AUTH_SECRET of now,
                                                          and sign access tokens with a new key
  npm run admin -- vapid-keys                             make a pair of keys by which pushes are sent`;
const ROLES: Record<string, BuiltInRole> = { admin: 'administrator', moderator: 'moderator' };

/** `npm run admin`: what has to be possible before anybody may do it in the browser. */
await runCommand(async ({ databaseUrl, words }) => {
  const [command, address = '', roleName = ''] = words;
  const email = address.normalize('NFKC').trim().toLowerCase();
  const { db, end } = openDatabase(databaseUrl, { max: 2, applicationName: 'foyer admin' });
  const now = new Date();
  const cause = { actorId: null };
  try {
    await syncPermissions(db, { now });
    if (command === 'grant-role') {
      const role = Object.hasOwn(ROLES, roleName) ? ROLES[roleName] : undefined;
      if (!email || !role) throw new StartError(USAGE);
      await grantRole(db, { email, role, cause, now });
      return `${email} is now ${role}.`;
    }
    if (command === 'revoke-sessions' && email) {
      const ended = await revokeSessions(db, { email, cause, now });
      return ended === 1 ? '1 session ended.' : `${ended} sessions ended.`;
    }
    if (command === 'reopen-factors' && email) {
      await reopenFactors(db, { email, cause, now });
      return `Password and authenticator app of ${email} can be tried again.`;
    }
    if (command === 'delete-account' && email) {
      const { APP_URL } = completeSettings(readEnvironment());
      const { receiptId } = await deleteAccountOf(db, { email, cause, now });
      return `Nobody can sign in as ${email} any more; the worker erases the account. Its receipt: ${APP_URL}/receipts/${receiptId}`;
    }
    if (command === 'verify-audit') return await proveAudit(db, { words, now });
    if (command === 'rotate-keys') {
      const { AUTH_SECRET, AUTH_SECRET_PREVIOUS } = completeSettings(readEnvironment());
      return told(await rotateKeys(db, { secrets: [AUTH_SECRET, ...AUTH_SECRET_PREVIOUS], cause, now }));
    }
    if (command === 'vapid-keys') return vapidKeys();
    throw new StartError(USAGE);
  } catch (error) {
    if (error instanceof DomainError && error.reason === 'NOT_FOUND') {
      throw new StartError(`Nobody here has the address ${email}.`);
    }
    if (error instanceof DomainError && error.reason === 'LAST_ADMIN')
      throw new StartError(`${email} is the last administrator. Give somebody else the role first.`);
    if (error instanceof DomainError && error.reason === 'NOT_ALLOWED')
      throw new StartError(`The account of ${email} is being deleted already.`);
    throw error;
  } finally {
    await end();
  }
});

/** Whoever changes them has every browser subscribe anew. */
function vapidKeys() {
  const { publicKey, privateKey } = makeVapidKeys();
  return `VAPID_PUBLIC_KEY=${publicKey}\nVAPID_PRIVATE_KEY=${privateKey}`;
}

async function proveAudit(db: Database, { words: [, noted], now }: { words: string[]; now: Date }) {
  const [, seq, link] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(noted ?? '') ?? [];
  if (noted !== undefined && link === undefined) throw new StartError(USAGE);
  await sealAudit(db);
  const proof = await verifyAudit(db, { ...(link && { anchor: { seq: Number(seq), link } }), now });
  if (proof.flaws.length > 0 || proof.anchor === 'is not in the chain')
    throw new StartError(
      [
        'The audit trail is not as it was written.',
        ...(proof.anchor === 'is not in the chain' ? [`${noted} is not a link of its chain.`] : []),
        ...proof.flaws.map(
          ({ seq: at, entryId, flaw }) => `Entry ${entryId}${at === null ? '' : ` (${at})`}: ${flaw}.`,
        ),
      ].join('\n'),
    );
  const { links, redacted, last } = proof;
  return [
    `The audit trail is as it was written: ${links} entries, of which ${redacted} no longer name anybody.`,
    ...(last
      ? [`Its last link: ${last.seq}:${last.link}. Keep it elsewhere: the next proof can be made against it.`]
      : []),
    ...(proof.anchor ? [`${noted} is part of it.`] : []),
  ].join('\n');
}

function told({ rotated, current, unreadable, signsFrom }: Awaited<ReturnType<typeof rotateKeys>>) {
  return [
    `Encrypted anew: ${rotated}. Under the present secret already: ${current}. Not readable: ${unreadable}.`,
    unreadable > 0
      ? 'What is not readable is under a secret that AUTH_SECRET_PREVIOUS does not name: add it there, and run this again.'
      : 'AUTH_SECRET_PREVIOUS is no longer needed.',
    `A new key signs access tokens from ${signsFrom.toISOString()}; the one before is believed for ten minutes more.`,
  ].join('\n');
}
