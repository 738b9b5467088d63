import { appRouter } from '@/server/router';
import { ACCOUNT } from './procedures/account';
import { APPEALS } from './procedures/appeals';
import { APPROVALS } from './procedures/approvals';
import { APPS } from './procedures/apps';
import { AUDIT } from './procedures/audit';
import { CLIENTS } from './procedures/clients';
import { CODES } from './procedures/codes';
import { CONNECTIONS } from './procedures/connections';
import { CONTACTS } from './procedures/contacts';
import { EXPORTS } from './procedures/exports';
import { GRANTS } from './procedures/grants';
import { GROUPS } from './procedures/groups';
import { HANDLES } from './procedures/handles';
import { LEAVING } from './procedures/leaving';
import { LIVE } from './procedures/live';
import { NOTIFICATION_INBOX } from './procedures/notification-inbox';
import { NOTIFICATION_PREFERENCES } from './procedures/notification-preferences';
import { NOTIFICATION_PUSH } from './procedures/notification-push';
import { NOTIFICATION_SENDING } from './procedures/notification-sending';
import { NOTIFICATION_UNSUBSCRIBE } from './procedures/notification-unsubscribe';
import { OAUTH } from './procedures/oauth';
import { OVERVIEW } from './procedures/overview';
import { PASSKEYS } from './procedures/passkeys';
import { PEOPLE } from './procedures/people';
import { PHOTOS } from './procedures/photos';
import { PRIVACY } from './procedures/privacy';
import type { Procedure } from './procedures/procedure';
import { PROFILE } from './procedures/profile';
import { REPORTS } from './procedures/reports';
import { ROLES } from './procedures/roles';
import { SANCTIONS } from './procedures/sanctions';
import { SESSIONS } from './procedures/sessions';
import { SIGN_IN } from './procedures/sign-in';
import { SITE } from './procedures/site';

/**
 * Every procedure: who may call it, what it costs, what it leaves behind, and a call that works. The tests of
 * access and of statements walk the router, so a procedure without an entry here fails them.
 */
export const PROCEDURES: Record<string, Procedure> = {
  ...SIGN_IN,
  ...PROFILE,
  ...SITE,
  ...CONNECTIONS,
  ...ACCOUNT,
  ...CODES,
  ...PASSKEYS,
  ...SESSIONS,
  ...LIVE,
  ...APPS,
  ...CLIENTS,
  ...OAUTH,
  ...CONTACTS,
  ...EXPORTS,
  ...HANDLES,
  ...LEAVING,
  ...PHOTOS,
  ...PRIVACY,
  ...OVERVIEW,
  ...AUDIT,
  ...PEOPLE,
  ...SANCTIONS,
  ...APPROVALS,
  ...APPEALS,
  ...REPORTS,
  ...GROUPS,
  ...GRANTS,
  ...ROLES,
  ...NOTIFICATION_PREFERENCES,
  ...NOTIFICATION_INBOX,
  ...NOTIFICATION_PUSH,
  ...NOTIFICATION_SENDING,
  ...NOTIFICATION_UNSUBSCRIBE,
};

/** The paths of every procedure of the router, as they stand in a URL. */
export const PATHS = Object.keys(appRouter._def.procedures);

/** Every call whose cost is held to a budget: of each procedure, and the others of it as `path (what it is about)`; sorted. */
export const COSTED = PATHS.flatMap((path) => [
  path,
  ...Object.keys(PROCEDURES[path]?.also ?? {}).map((about) => `${path} (${about})`),
]).toSorted();

/** Which procedure such a call is one of. */
export function pathOf(call: string): string {
  return call.replace(/ \(.*\)$/, '');
}

/** What such a call is, and how many statements it takes. @throws when nobody wrote it */
export function costedAt(call: string): Pick<Procedure, 'statements' | 'example'> {
  const path = pathOf(call);
  const about = call.slice(path.length + 2, -1);
  const entry = call === path ? procedureAt(path) : procedureAt(path).also?.[about];
  if (!entry) throw new Error(`${call} has no entry in server/testing/procedures`);
  return entry;
}

/** The entry of a procedure. @throws when nobody wrote one */
export function procedureAt(path: string): Procedure {
  const entry = PROCEDURES[path];
  if (!entry) throw new Error(`${path} has no entry in server/testing/procedures`);
  return entry;
}
